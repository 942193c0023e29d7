"""What waits about complaints: for officers, for the head who is asked, for the ketua TPI of a holder."""

from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from units.choices import JenisPeran
from units.models import KlarifikasiPengaduan, Pengaduan, Peran
from units.services.complaint_work import reviewable
from units.templatetags.indonesia import tanggal
from units.tugas import Tugas

J, S = JenisPeran, Pengaduan.Status


def todo_for(peran: Peran, *, today: date) -> list[Tugas]:
    """At most two queries; none for a role that complaints ask nothing of."""
    found = []
    if getattr(peran, "is_petugas", False):
        found += _officer(peran, today)
    if peran.jenis == J.KEPALA_UNIT:
        found += _head(peran, today)
    if peran.jenis == J.KETUA_TPI:
        found += _holders(peran)
    return found


def _officer(peran: Peran, today: date) -> list[Tugas]:
    counts = (
        Pengaduan.objects.visible_to(peran)
        .exclude(status=S.SELESAI)
        .aggregate(baru=Count("pk", filter=Q(status=S.DITERIMA)), semua=Count("pk"), pertama=Min("tenggat"))
    )
    if not counts["semua"]:
        return []
    late = counts["pertama"] < today
    return [
        Tugas(
            f"{counts['semua']} pengaduan sedang ditangani",
            f"{counts['baru']} belum ditelaah; yang pertama diselesaikan paling lambat {tanggal(counts['pertama'])}.",
            f"{reverse('pengaduan_list')}?keadaan=terbuka",
            tenggat=counts["pertama"],
            nada="merah" if late else "kuning",
        )
    ]


def _head(peran: Peran, today: date) -> list[Tugas]:
    rows = KlarifikasiPengaduan.objects.filter(pengaduan__unit_id=peran.unit_id, ditanggapi_at=None)
    return [
        Tugas(
            "Jawab permintaan penjelasan dari Inspektorat",
            "Permintaan tentang unit Anda menunggu penjelasan.",
            reverse("klarifikasi_pengaduan_answer", args=[row.pk]),
            tenggat=row.tenggat,
            nada="merah" if row.tenggat < today else "kuning",
        )
        for row in rows.exclude(pengaduan__status=S.SELESAI).order_by("tenggat")
    ]


def _holders(peran: Peran) -> list[Tugas]:
    return [
        Tugas(
            f"Pertimbangkan peninjauan predikat {row.unit}",
            f"Pengaduan {row.nomor} tentang unit itu terbukti.",
            reverse("pengaduan_review", args=[row.pk]),
            nada="kuning",
        )
        for row in reviewable(peran)
    ]
