"""What waits for a role about predicates: clarifications owed, reviews to decide, re-evaluations due."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from units.choices import JenisPeran
from units.models import Peran, Predikat, TinjauanPredikat
from units.predicate_list import SEGERA, due
from units.templatetags.indonesia import tanggal
from units.tugas import Tugas

J = JenisPeran


def todo_for(peran: Peran, *, today: date) -> list[Tugas]:
    """At most two queries; none for roles that predicates ask nothing of."""
    if peran.jenis == J.KEPALA_UNIT:
        return [
            _to_answer(row, today) for row in _open(peran).filter(predikat__unit_id=peran.unit_id, ditanggapi_at=None)
        ]
    if peran.jenis == J.KETUA_TPI:
        ready = Q(ditanggapi_at__isnull=False) | Q(tenggat__lt=today)
        return [*map(_to_decide, _open(peran).filter(ready)), *_due(peran, today)]
    if peran.jenis == J.SEKRETARIS_TPI:
        return _due(peran, today)
    return []


def _open(peran: Peran):
    rows = TinjauanPredikat.objects.filter(putusan="", predikat__unit__instansi_id=peran.instansi_id)
    return rows.select_related("predikat__unit").order_by("tenggat")


def _url(row: TinjauanPredikat) -> str:
    return reverse("predikat_detail", args=[row.predikat_id])


def _to_answer(row: TinjauanPredikat, today: date) -> Tugas:
    return Tugas(
        f"Beri klarifikasi atas peninjauan predikat {row.predikat.get_jenis_display()}",
        f"{row.get_sebab_display()}. Tanpa klarifikasi, Ketua TPI memutus setelah batas waktunya lewat.",
        _url(row),
        tenggat=row.tenggat,
        nada="merah" if row.tenggat < today else "kuning",
    )


def _to_decide(row: TinjauanPredikat) -> Tugas:
    return Tugas(
        f"Putuskan peninjauan predikat {row.predikat.unit}",
        "Klarifikasi unit sudah masuk." if row.ditanggapi_at else "Batas waktu klarifikasi unit sudah lewat.",
        _url(row),
        nada="kuning",
    )


def _due(peran: Peran, today: date) -> list[Tugas]:
    """One line for all holders that are due, with the first date."""
    rows = Predikat.objects.filter(unit__instansi_id=peran.instansi_id)
    dates = list(
        due(rows, today=today, days=SEGERA)
        .order_by("reevaluasi_paling_lambat")
        .values_list("reevaluasi_paling_lambat", flat=True)
    )
    if not dates:
        return []
    return [
        Tugas(
            f"{len(dates)} predikat perlu dievaluasi ulang",
            f"Setiap dua tahun pemegang predikat dinilai kembali; yang pertama paling lambat {tanggal(dates[0])}.",
            f"{reverse('predikat_list')}?reevaluasi=segera",
            tenggat=dates[0],
            nada="merah" if dates[0] < today else "kuning",
        )
    ]
