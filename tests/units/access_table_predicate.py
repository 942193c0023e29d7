"""Predicates, their reviews, their decrees."""

from datetime import timedelta

from django.utils import timezone

from tests.access import Row
from tests.units.predicate_worlds import PDF, SentAgain, answered, hold, review, revoked
from units.choices import JenisPeran as J
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES, UNIT_ROLES

READERS = INSTANSI_ROLES | UNIT_ROLES
RECORDERS = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
ENTERERS = RECORDERS | {J.ADMIN_INSTANSI}
REVIEWERS = RECORDERS | {J.ANGGOTA_TPI}
TPN = {J.PENILAI_TPN: 404}
# A complaint is read by the institution and by those who lead the unit.
NOT_SEEN = {J.PENILAI_TPN: 404, J.PEGAWAI: 404}


def held(w) -> dict:
    return {"pk": hold(w).pk}


def gone(w) -> dict:
    return {"pk": revoked(w).pk}


def asked(w) -> dict:
    return {"pk": review(w).pk}


def heard(w) -> dict:
    return {"pk": answered(w).pk}


def evaluated(w) -> dict:
    """A year that TPN has evaluated; what TPN's result must be, evaluation tests."""
    PembangunanZI.objects.filter(pk=w.pembangunan.pk).update(tahap="evaluasi_tpn")
    return {"pk": w.pembangunan.pk}


def letter(**more) -> dict:
    today = timezone.localdate().isoformat()
    return {
        "nomor": "188/7",
        "tanggal": today,
        "mulai": today,
        "penanda_tangan": "Menteri",
        "berkas": SentAgain("sk.pdf", PDF),
    } | more


def a_deadline() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


TABLE = [
    Row("predikat_list", allow=READERS, denied=403, foreign=200),
    Row("predikat_detail", kwargs=held, allow=READERS),
    Row("predikat_decree", kwargs=held, allow=READERS),
    Row("predikat_revocation", kwargs=gone, allow=READERS),
    Row("predikat_enter", allow=ENTERERS, denied=403, foreign=200),
    Row(
        "predikat_enter", method="post", data=lambda w: letter(unit=w.unit.pk, jenis="wbk"), allow=ENTERERS, ok=302, denied=403,
        foreign=200,
    ),
    Row("predikat_grant", kwargs=evaluated, allow=RECORDERS, denied=403, special=TPN),
    Row("penghargaan_add", kwargs=held, allow=ENTERERS, denied=403, special=TPN),
    Row(
        "penghargaan_add", kwargs=held, method="post", allow=ENTERERS, ok=302, denied=403, special=TPN,
        data={"jenis": "penghargaan", "uraian": "Piagam", "tanggal": "2026-01-05"},
    ),
    Row("tinjauan_open", kwargs=held, allow=REVIEWERS, denied=403, special=TPN),
    Row(
        "tinjauan_open", kwargs=held, method="post", allow=REVIEWERS, ok=302, denied=403, special=TPN,
        data=lambda w: {"sebab": "pengaduan", "uraian": "Pungutan", "tenggat": a_deadline()},
    ),
    Row("tinjauan_answer", kwargs=asked, allow={J.KEPALA_UNIT}, denied=403, special=NOT_SEEN),
    Row(
        "tinjauan_answer", kwargs=asked, method="post", data={"tanggapan": "Tidak benar."}, allow={J.KEPALA_UNIT},
        ok=302, denied=403, special=NOT_SEEN,
    ),
    Row("tinjauan_keep", kwargs=heard, allow={J.KETUA_TPI}, denied=403, special=NOT_SEEN),
    Row(
        "tinjauan_keep", kwargs=heard, method="post", data={"alasan": "Tidak terbukti."}, allow={J.KETUA_TPI}, ok=302,
        denied=403, special=NOT_SEEN,
    ),
    Row("tinjauan_revoke", kwargs=heard, allow={J.KETUA_TPI}, denied=403, special=NOT_SEEN),
    Row(
        "tinjauan_revoke", kwargs=heard, method="post", data=lambda w: letter(alasan="Terbukti."), allow={J.KETUA_TPI},
        ok=302, denied=403, special=NOT_SEEN,
    ),
]  # fmt: skip
