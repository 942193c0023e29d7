"""Who may open what before a proposal: requirements, decisions, proposals and their packages."""

from datetime import date

from django.utils import timezone

from evaluation.models import PaketUsulan, Syarat, UnitUsulan, Usulan
from evaluation.services import portalrb, requirements
from tests.access import ROLES, Row
from tests.evaluation.proposals import decided, draft, pdf, ready
from units import evidence
from units.choices import JenisPeran as J
from units.scope import INSTANSI_ROLES

TEAM = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
READERS = INSTANSI_ROLES | TEAM
TPI = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI})
PENYUSUN = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
PEMUTUS = frozenset({J.KEPALA_DAERAH, J.DELEGASI})
HEAD = frozenset({J.KEPALA_UNIT})
NO_TPN = {J.PENILAI_TPN: 404}
# Neither an employee nor an evaluator of TPN sees a proposal that was not sent to them.
OUTSIDE = dict.fromkeys(ROLES - READERS, 404)


def year(w) -> dict:
    return {"pk": w.pembangunan.pk}


def recorded(w) -> dict:
    row = requirements.save_syarat(
        periode=w.periode, pembangunan=w.pembangunan, kode="tlhp", nilai="100", sumber="Laporan", versi=0,
        upload=pdf(), by=w.peran[J.KETUA_TPI],
    )  # fmt: skip
    return {"pk": Syarat.objects.get(pk=row.pk).pk}


def surveyed(w) -> dict:
    row = requirements.record_survei(
        pembangunan=w.pembangunan, jenis="ipak", indeks="3.6", responden=90, tanggal=date(2026, 3, 1), pelaksana="",
        upload=pdf(), by=w.peran[J.KETUA_TIM],
    )  # fmt: skip
    return {"pk": row.pk}


def waiting(w) -> dict:
    ready(w)
    return year(w)


def proposed(w) -> dict:
    decided(w)
    return year(w)


def usulan(w) -> dict:
    return {"pk": draft(w).pk}


def unit_in_usulan(w) -> dict:
    return {"pk": UnitUsulan.objects.get(usulan=draft(w)).pk}


def package(w, status: str = "jadi") -> dict:
    berkas = evidence.store_bytes(b"PK\x05\x06", nama="p.zip", ekstensi="zip", instansi=w.instansi, by=None)
    row = PaketUsulan.objects.create(
        usulan=Usulan.objects.get(pk=draft(w).pk), berkas=berkas, diminta_oleh=w.peran[J.KETUA_TPI], status=status
    )
    return {"pk": row.pk}


def decided_only(w) -> dict:
    decided(w)
    return {}


def _preparing(name: str, **options) -> Row:
    """Pages of a draft for those who prepare it; its other readers get the reason."""
    return Row(name, **{"kwargs": usulan, "allow": PENYUSUN, "denied": 403, "special": OUTSIDE} | options)


TABLE: list[Row] = [
    Row("syarat_list", allow=READERS, denied=403, foreign=200),
    Row("syarat_detail", kwargs=year, allow=READERS, denied=403, special=NO_TPN),
    Row("syarat_edit", kwargs=lambda w: {"pk": w.periode.pk, "kode": "opini_bpk"}, allow=TPI, denied=403),
    Row("syarat_unit_edit", kwargs=lambda w: year(w) | {"kode": "tlhp"}, allow=TPI, denied=403, special=NO_TPN),
    Row("syarat_file", kwargs=recorded, allow=READERS),
    Row("survei_add", kwargs=year, allow=TPI | {J.KEPALA_UNIT, J.KETUA_TIM}, denied=403, special=NO_TPN),
    Row("survei_file", kwargs=surveyed, allow=READERS, denied=403, special=NO_TPN),
    Row("pengusulan_list", allow=INSTANSI_ROLES, denied=403, foreign=200),
    Row("pengusulan_detail", kwargs=waiting, allow=INSTANSI_ROLES, denied=403, special=NO_TPN),
    Row("pengusulan_propose", kwargs=waiting, allow=PEMUTUS, denied=403, special=NO_TPN),
    Row("pengusulan_coach_again", kwargs=waiting, allow=PEMUTUS, denied=403, special=NO_TPN),
    Row("pengusulan_undo", kwargs=proposed, allow=PEMUTUS, denied=403, special=NO_TPN),
    Row("usulan_list", allow=READERS | {J.PENILAI_TPN}, denied=403, foreign=200),
    Row("usulan_create", kwargs=decided_only, allow=PENYUSUN, denied=403, foreign=200),
    Row("usulan_detail", kwargs=usulan, allow=READERS),
    Row("usulan_letter", kwargs=usulan, allow=READERS),
    _preparing("usulan_letter_edit"),
    _preparing("usulan_units"),
    _preparing("usulan_send"),
    _preparing("usulan_withdraw"),
    _preparing("usulan_afirmasi", kwargs=unit_in_usulan, method="post", data={"afirmasi": "ya"}, ok=302),
    _preparing("usulan_ground", kwargs=unit_in_usulan, allow=PEMUTUS),
    _preparing("sptjm_give", kwargs=unit_in_usulan, allow=HEAD),
    Row("sptjm_file", kwargs=unit_in_usulan, allow=READERS),
    _preparing("paket_create", method="post", ok=302),
    Row("paket_detail", kwargs=package, allow=INSTANSI_ROLES, denied=403, special=OUTSIDE),
    Row("paket_download", kwargs=package, allow=INSTANSI_ROLES, denied=403, special=OUTSIDE),
    _preparing("paket_restart", kwargs=lambda w: package(w, "gagal"), method="post", ok=302),
]


# --- the PortalRB interface ----------------------------------------------------------------------------------

ADMIN = frozenset({J.ADMIN_INSTANSI})
CHECKERS = ADMIN | PENYUSUN


def token(w) -> dict:
    row, _ = portalrb.create_token(
        instansi=w.instansi, nama="PortalRB", hak=["usulan"], berlaku_sampai=timezone.localdate(),
        by=w.peran[J.ADMIN_INSTANSI],
    )  # fmt: skip
    return {"pk": row.pk}


def _endpoint(name: str, kwargs=lambda w: {}, status: int = 401) -> Row:
    """Outside the sessions: whoever is signed in, without a bearer token (or a signed link) there is nothing."""
    return Row(name, kwargs=kwargs, allow=frozenset(), denied=status, foreign=status, anonymous=status)


TABLE += [
    _endpoint("portalrb_wbk"),
    _endpoint("portalrb_wbbm"),
    _endpoint("portalrb_jawaban", lambda w: {"unit_id": str(w.unit.pk)}),
    _endpoint("portalrb_bukti", lambda w: {"kunci": "palsu"}, 404),
    _endpoint("portalrb_unknown", lambda w: {"sisa": "lain"}, 404),
    Row("portalrb_index", allow=ADMIN, denied=403, foreign=200),
    Row("portalrb_token_create", allow=ADMIN, denied=403, foreign=200),
    Row("portalrb_token_revoke", kwargs=token, allow=ADMIN, denied=403),
    Row("portalrb_check", allow=CHECKERS, denied=403, foreign=200),
    Row("portalrb_workbook", kwargs=proposed, allow=CHECKERS, denied=403),
    Row("portalrb_compare", kwargs=proposed, allow=CHECKERS, denied=403),
]
