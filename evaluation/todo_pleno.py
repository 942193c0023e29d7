"""What waits for a role from the first clarification to the last recommendation."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from evaluation import pleno_access as access
from evaluation.access import area_of
from evaluation.models import EvaluasiTPI, HasilEvaluasi, Klarifikasi, Penugasan, Pleno, Rekomendasi
from evaluation.services.assessment import content_of
from evaluation.tpi_access import PEMIMPIN, PENILAI
from units.choices import JenisPeran
from units.models import AnggotaTim, Peran, Periode
from units.tugas import Tugas

J, F = JenisPeran, EvaluasiTPI.Fase
TIM = (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM)


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most four queries; recommendations wait whatever year is looked at."""
    if peran.jenis in TIM:
        return [*_to_answer(peran, periode, today), *_to_follow_up(peran, today)]
    if peran.jenis in PENILAI:
        plenary = _plenary(peran, periode) if peran.jenis in PEMIMPIN else []
        return [*plenary, *_to_close(peran, periode), *_to_verify(peran)]
    return []


# --- the unit ------------------------------------------------------------------------------------------------


def _own_areas(peran: Peran) -> frozenset[str] | None:
    """The areas of a member's seats; None for the head and the ketua, who answer for all."""
    if peran.jenis != J.ANGGOTA_TIM:
        return None
    seats = AnggotaTim.objects.filter(peran=peran).values_list("area", flat=True)
    return frozenset(area for areas in seats for area in areas)


def _mine(rows: Iterable, areas: frozenset[str] | None) -> list:
    return [row for row in rows if areas is None or area_of(row.kode) in areas]


def _to_answer(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    rows = Klarifikasi.objects.filter(
        evaluasi__pembangunan__unit_id=peran.unit_id,
        evaluasi__pembangunan__periode=periode,
        evaluasi__status__in=access.BOLEH[access.MENJAWAB],
        status=Klarifikasi.Status.DIMINTA,
    )
    waiting = _mine(rows.order_by("tenggat"), _own_areas(peran))
    if not waiting:
        return []
    first = waiting[0]
    url = reverse("klarifikasi_detail", args=[first.pk]) if len(waiting) == 1 else reverse("klarifikasi_list")
    words = "Klarifikasi TPI menunggu jawaban" if len(waiting) == 1 else f"{len(waiting)} klarifikasi menunggu jawaban"
    codes = ", ".join(row.kode for row in waiting[:5])
    late = first.tenggat < today
    return [Tugas(words, f"Pertanyaan {codes}.", url, first.tenggat, "merah" if late else "kuning")]


def _to_follow_up(peran: Peran, today: date) -> list[Tugas]:
    rows = Rekomendasi.objects.filter(
        unit_id=peran.unit_id, status=Rekomendasi.Status.TERBUKA, evaluasi__status=F.FINAL
    )
    waiting = _mine(rows.order_by("tenggat"), _own_areas(peran))
    if not waiting:
        return []
    first = waiting[0]
    url = reverse("rekomendasi_detail", args=[first.pk]) if len(waiting) == 1 else reverse("rekomendasi_list")
    words = "Tindak lanjuti rekomendasi TPI" if len(waiting) == 1 else f"Tindak lanjuti {len(waiting)} rekomendasi TPI"
    late = first.tenggat < today
    return [Tugas(words, first.uraian[:140], url, first.tenggat, "merah" if late else "biru")]


# --- TPI -----------------------------------------------------------------------------------------------------


def _at_work(peran: Peran, prefix: str = "") -> Q:
    """Evaluations of others' units: all of the institution for ketua and sekretaris, the assigned ones for members."""
    found = Q(**{f"{prefix}pembangunan__unit__instansi_id": peran.instansi_id})
    if peran.jenis not in PEMIMPIN:
        mine = Penugasan.objects.filter(penilai=peran, is_active=True).values("evaluasi_id")
        found &= Q(**{f"{prefix}pk__in": mine})
    if peran.user.unit_id:
        found &= ~Q(**{f"{prefix}pembangunan__unit_id": peran.user.unit_id})
    return found


def _to_close(peran: Peran, periode: Periode) -> list[Tugas]:
    rows = Klarifikasi.objects.filter(
        _at_work(peran, "evaluasi__"),
        evaluasi__pembangunan__periode=periode,
        evaluasi__status__in=access.BOLEH[access.MENUTUP],
        status=Klarifikasi.Status.DIJAWAB,
    ).count()
    url = f"{reverse('klarifikasi_list')}?status={Klarifikasi.Status.DIJAWAB}"
    words = f"{rows} jawaban klarifikasi menunggu diperiksa"
    return [Tugas(words, "Tandai selesai atau minta lagi.", url)] if rows else []


def _to_verify(peran: Peran) -> list[Tugas]:
    rows = Rekomendasi.objects.filter(
        _at_work(peran, "evaluasi__"), evaluasi__status=F.FINAL, status=Rekomendasi.Status.DIJAWAB
    ).count()
    url = f"{reverse('rekomendasi_list')}?status={Rekomendasi.Status.DIJAWAB}"
    return [Tugas(f"{rows} tindak lanjut menunggu verifikasi", "Terima atau kembalikan.", url)] if rows else []


def _plenary(peran: Peran, periode: Periode) -> list[Tugas]:
    """Evaluations in the plenary, each with its next step: record, decide, sign, make final."""
    rows = (
        EvaluasiTPI.objects.filter(_at_work(peran), pembangunan__periode=periode, status=F.PLENO)
        .select_related("pembangunan__unit", "instrumen", "hasil")
        .annotate(
            dibuka=Exists(Pleno.objects.filter(evaluasi=OuterRef("pk"))),
            diputus=Count("putusan", filter=Q(putusan__nilai__isnull=False)),
        )
    )
    return [_next_step(peran, row) for row in rows]


def _next_step(peran: Peran, row: EvaluasiTPI) -> Tugas:
    unit, lhe = row.pembangunan.unit, getattr(row, "hasil", None)
    left = len(content_of(row.instrumen)[0].pertanyaan) - row.diputus
    if not row.dibuka:
        return Tugas(f"Buka pleno {unit}", "Jawaban penilai sudah lengkap.", reverse("pleno_edit", args=[row.pk]))
    if left:
        url = f"{reverse('pleno_detail', args=[row.pk])}?tampil=belum"
        return Tugas(f"Putus {left} pertanyaan {unit}", "Pleno sedang berjalan.", url)
    return _to_sign(peran, row, lhe)


def _to_sign(peran: Peran, row: EvaluasiTPI, lhe: HasilEvaluasi | None) -> Tugas:
    unit, url = row.pembangunan.unit, reverse("lhe_sign", args=[row.pk])
    if lhe is None or not lhe.nomor or not lhe.tanggal:
        return Tugas(
            f"Isi nomor dan tanggal LHE {unit}", "Semua pertanyaan sudah diputus.", reverse("lhe_edit", args=[row.pk])
        )
    mine = lhe.ketua_id if peran.jenis == J.KETUA_TPI else lhe.sekretaris_id
    if not mine:
        return Tugas(f"Tanda tangani LHE {unit}", f"LHE Nomor {lhe.nomor}.", url, nada="kuning")
    if lhe.ketua_id and lhe.sekretaris_id:
        return Tugas(f"Tetapkan hasil akhir {unit}", "LHE sudah ditandatangani keduanya.", url, nada="kuning")
    return Tugas(f"LHE {unit} menunggu tanda tangan yang lain", f"LHE Nomor {lhe.nomor}.", url, nada="netral")
