"""What the search finds in assessments, evaluations and their recommendations. What an assessor wrote for themselves is not
in it: while they work blind, nobody else may come upon it.
"""

from django.db.models import QuerySet
from django.urls import reverse

from evaluation.models import (
    EvaluasiTPI,
    HasilEvaluasi,
    Jawaban,
    Klarifikasi,
    Penilaian,
    Rekomendasi,
    TindakLanjut,
    Usulan,
)
from evaluation.tpi_access import PENILAI
from units.models import Peran
from units.search import Sumber


def _notes(peran: Peran) -> QuerySet:
    rows = Penilaian.objects.visible_to(peran)
    return Jawaban.objects.exclude(catatan="").filter(penilaian__in=rows)


def _results(peran: Peran) -> QuerySet:
    """An LHE in the making is TPI's own, as on its page."""
    rows = EvaluasiTPI.objects.visible_to(peran)
    rows = rows if peran.jenis in PENILAI else rows.filter(status=EvaluasiTPI.Fase.FINAL)
    return HasilEvaluasi.objects.filter(evaluasi__in=rows)


PENILAIAN = Sumber(
    "penilaian", "Catatan penilaian", "clipboard-check", _notes, ("catatan",),
    lambda j: f"{j.penilaian.get_jenis_display()} {j.kode}", lambda j: str(j.penilaian.pembangunan),
    lambda j: reverse("penilaian_detail", args=[j.penilaian_id]), "penilaian__pembangunan__periode__tahun",
    ("penilaian__pembangunan__unit", "penilaian__pembangunan__periode"),
    tanpa=("penilaian__hasil",),
)  # fmt: skip
KLARIFIKASI = Sumber(
    "klarifikasi", "Klarifikasi TPI", "message-square", Klarifikasi.objects.visible_to, ("permintaan", "jawaban"),
    lambda k: str(k), lambda k: f"{k.evaluasi.pembangunan}, {k.get_status_display()}",
    lambda k: reverse("klarifikasi_detail", args=[k.pk]), "evaluasi__pembangunan__periode__tahun",
    ("evaluasi__pembangunan__unit", "evaluasi__pembangunan__periode"),
)  # fmt: skip
HASIL = Sumber(
    "hasil", "Laporan hasil evaluasi", "award",
    _results, ("nomor", "catatan"),
    lambda h: f"LHE {h.nomor}".strip(), lambda h: str(h.evaluasi.pembangunan),
    lambda h: reverse("lhe_detail", args=[h.evaluasi_id]), "evaluasi__pembangunan__periode__tahun",
    ("evaluasi__pembangunan__unit", "evaluasi__pembangunan__periode"),
)  # fmt: skip
REKOMENDASI = Sumber(
    "rekomendasi", "Rekomendasi TPI", "list-checks", Rekomendasi.objects.visible_to, ("uraian", "penanggung_jawab"),
    lambda r: r.uraian, lambda r: f"{r.evaluasi.pembangunan}, {r.get_status_display()}",
    lambda r: reverse("rekomendasi_detail", args=[r.pk]), "evaluasi__pembangunan__periode__tahun",
    ("evaluasi__pembangunan__unit", "evaluasi__pembangunan__periode"),
)  # fmt: skip
TINDAK_LANJUT = Sumber(
    "tindak_lanjut", "Tindak lanjut", "check",
    lambda peran: TindakLanjut.objects.filter(rekomendasi__in=Rekomendasi.objects.visible_to(peran)),
    ("uraian", "catatan"),
    lambda t: t.rekomendasi.uraian, lambda t: f"{t.rekomendasi.evaluasi.pembangunan}, {t.get_verifikasi_display()}",
    lambda t: reverse("rekomendasi_detail", args=[t.rekomendasi_id]), "rekomendasi__evaluasi__pembangunan__periode__tahun",
    ("rekomendasi__evaluasi__pembangunan__unit", "rekomendasi__evaluasi__pembangunan__periode"),
)  # fmt: skip
USULAN = Sumber(
    "usulan", "Usulan ke TPN", "send", Usulan.objects.visible_to, ("nomor_surat",),
    lambda u: u.nomor_surat, lambda u: f"{u}, {u.get_status_display()}", lambda u: reverse("usulan_detail", args=[u.pk]),
    "periode__tahun", ("periode",),
)  # fmt: skip
