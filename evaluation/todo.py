"""What waits for a role in assessments and instruments. The home page shows it beside the other apps' lists."""

from datetime import date

from django.urls import reverse

from evaluation import access
from evaluation.models import Instrumen, Penilaian
from evaluation.services.instruments import published
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode
from units.tugas import Tugas

J = JenisPeran
S = Penilaian.Status


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most three queries."""
    if peran.jenis in (J.KETUA_TIM, J.ANGGOTA_TIM, J.KEPALA_UNIT):
        return _unit(peran, periode)
    if peran.jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI):
        return _publish(peran)
    return []


def _unit(peran: Peran, periode: Periode) -> list[Tugas]:
    rows = Penilaian.objects.visible_to(peran).mandiri().filter(pembangunan__periode=periode)
    row = rows.select_related("pembangunan", "disiapkan_oleh").defer("hasil").first()
    if row is None:
        return _begin(peran, periode)
    if row.status == S.DISIAPKAN and access.can_submit(peran, row):
        url = reverse("penilaian_submit", args=[row.pk])
        return [
            Tugas(
                "Penilaian mandiri menunggu pengajuan oleh Anda", "Periksa hasilnya, lalu ajukan.", url, nada="kuning"
            )
        ]
    if row.status == S.DRAF and peran.jenis != J.KEPALA_UNIT and access.fillable_areas(peran, row):
        return [_to_fill(row)]
    return []


def _to_fill(row: Penilaian) -> Tugas:
    url = reverse("penilaian_fill", args=[row.pk])
    last = row.riwayat.filter(kolom="status").first()
    if last and last.dari == S.DIAJUKAN.label:
        return Tugas("Penilaian mandiri dikembalikan", last.alasan, url, nada="merah")
    return Tugas("Lengkapi penilaian mandiri", "Penilaian masih berstatus Draf.", url)


def _begin(peran: Peran, periode: Periode) -> list[Tugas]:
    """Nothing to do before an LKE is in force."""
    own = PembangunanZI.objects.filter(unit_id=peran.unit_id, periode=periode).first()
    if own is None or not access.can_begin_penilaian(peran, own) or not published(peran.instansi_id).exists():
        return []
    url = reverse("penilaian_create", args=[own.pk])
    return [Tugas("Mulai penilaian mandiri", "LKE sudah ditetapkan; setiap jawaban tersimpan sendiri.", url)]


def _publish(peran: Peran) -> list[Tugas]:
    if published(peran.instansi_id).exists():
        return []
    draft = (
        Instrumen.objects.filter(instansi_id=peran.instansi_id, status=Instrumen.Status.DRAF)
        .defer("isi", "ambang")
        .first()
    )
    url = reverse("instrumen_detail", args=[draft.pk]) if draft else reverse("instrumen_adopt")
    return [
        Tugas(
            "Tetapkan LKE",
            "Unit kerja baru dapat menilai diri setelah LKE terbit dengan Keputusan Inspektur.",
            url,
            nada="kuning",
        )
    ]
