"""Who may open what in units: accounts, people, units, the year, imports, notices."""

from tests.access import ROLES, Row
from tests.units import access_table_team
from units.choices import JenisPeran as J
from units.evidence import store_bytes
from units.models import Impor, Instansi
from units.scope import INSTANSI_ROLES, PEOPLE_ROLES, UNIT_ROLES
from units.services.imports import template_workbook

ADMIN = frozenset({J.ADMIN_INSTANSI})
SETTERS = ADMIN | {J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI}
READERS = INSTANSI_ROLES | UNIT_ROLES
TPN = {J.PENILAI_TPN: 404}


def _impor(w, **fields) -> dict:
    berkas = store_bytes(
        template_workbook("unit", w.instansi, filled=True),
        nama="unit.xlsx",
        ekstensi="xlsx",
        instansi=w.instansi,
        by=None,
    )
    hasil = {"baris": [], "temuan": [], "ringkasan": {"baru": 0, "berubah": 0, "sama": 0, "ditolak": 0}}
    row = Impor.objects.create(jenis="unit", berkas=berkas, oleh=w.peran[J.ADMIN_INSTANSI], hasil=hasil, **fields)
    return {"pk": row.pk}


def _logo(w) -> dict:
    logo = store_bytes(b"\x89PNG", nama="logo.png", ekstensi="png", instansi=w.instansi, by=None)
    Instansi.objects.filter(pk=w.instansi.pk).update(logo=logo)
    return {"pk": w.instansi.pk}


def _notice(w) -> dict:
    """A notice of the administrator; of nobody else."""
    return {"pk": w.peran[J.ADMIN_INSTANSI].user.notifikasi.create(judul="Contoh").pk}


def _page(name: str, allow=ROLES, denied: int = 403, **extra) -> Row:
    """A page without an object: everybody of the role sees their own institution's."""
    return Row(name, allow=frozenset(allow), denied=denied, foreign=extra.pop("ok", 200), **extra)


def _public(name: str, status: int = 200, **extra) -> Row:
    return Row(name, allow=ROLES, ok=status, foreign=status, anonymous=200, **extra)


def _admin_only(name: str, kwargs, see, **extra) -> Row:
    """An object that `see` may look at and the administrator may change."""
    special = dict.fromkeys(ROLES - frozenset(see), 404)
    return Row(name, kwargs=kwargs, allow=ADMIN, denied=403, special=special, **extra)


def unit(w) -> dict:
    return {"pk": w.unit.pk}


def orang(w) -> dict:
    return {"pk": w.peran[J.PEGAWAI].user_id}


def periode(w) -> dict:
    return {"pk": w.periode.pk}


TABLE: list[Row] = [
    # Accounts
    _public("login", 302),
    _public("login_in_place"),
    Row("session_check", allow=ROLES, ok=204, foreign=204, anonymous=401),
    _public("password_reset"),
    _public("password_reset_done"),
    _public("password_reset_complete"),
    _public("password_reset_confirm", kwargs=lambda w: {"uidb64": "MQ", "token": "x-y"}),
    Row("logout", allow=ROLES, method="post", ok=302, foreign=302),
    _page("password_change"),
    _page("profil"),
    Row("profil_email", allow=ROLES, method="post", ok=302, foreign=302),
    Row(
        "peran_switch",
        kwargs=lambda w: {"pk": w.peran[J.PEGAWAI].pk},
        method="post",
        allow=frozenset({J.PEGAWAI}),
        ok=302,
    ),
    Row(
        "periode_switch",
        method="post",
        data=lambda w: {"tahun": w.periode.tahun},
        allow=ROLES,
        ok=302,
        foreign=302,
    ),
    _page("catatan_masuk_list", ADMIN),
    # Notices
    _page("notifikasi_list"),
    Row("notifikasi_read_all", allow=ROLES, method="post", ok=302, foreign=302),
    Row("notifikasi_open", kwargs=_notice, allow=ADMIN, ok=302),
    Row("notifikasi_read", kwargs=_notice, allow=ADMIN, ok=302, method="post"),
    # Units
    _page("unit_list", special=dict.fromkeys(UNIT_ROLES, 302)),
    _page("unit_create", ADMIN),
    Row("unit_detail", kwargs=unit, allow=READERS),
    Row("unit_edit", kwargs=unit, allow=ADMIN | {J.KEPALA_UNIT}, denied=403, special=TPN),
    _admin_only("unit_deactivate", unit, READERS),
    _admin_only("unit_activate", unit, READERS, method="post", ok=302),
    # People
    _page("orang_list", PEOPLE_ROLES),
    _page("orang_create", ADMIN),
    Row("orang_detail", kwargs=orang, allow=PEOPLE_ROLES),
    _admin_only("orang_edit", orang, PEOPLE_ROLES),
    _admin_only("orang_deactivate", orang, PEOPLE_ROLES),
    _admin_only("orang_activate", orang, PEOPLE_ROLES, method="post", ok=302),
    _admin_only("orang_password_reset", orang, PEOPLE_ROLES),
    _admin_only("peran_add", orang, PEOPLE_ROLES),
    _admin_only("peran_end", lambda w: {"pk": w.peran[J.PEGAWAI].pk}, READERS),
    _page("peran_hak"),
    # The year
    _page("periode_list"),
    _page("periode_create", ADMIN),
    Row("periode_detail", kwargs=periode, allow=ROLES),
    Row("periode_edit", kwargs=periode, allow=ADMIN, denied=403),
    Row("pembangunan_add", kwargs=periode, allow=SETTERS, denied=403),
    Row("pembangunan_edit", kwargs=lambda w: {"pk": w.pembangunan.pk}, allow=SETTERS, denied=403, special=TPN),
    # Imports
    _page("impor_list", ADMIN),
    _page("impor_create", ADMIN),
    _page("impor_template", ADMIN, kwargs=lambda w: {"jenis": "unit"}),
    Row("impor_detail", kwargs=lambda w: _impor(w, status="jadi"), allow=ADMIN),
    Row("impor_apply", kwargs=lambda w: _impor(w, status="jadi"), allow=ADMIN, ok=302),
    Row("impor_restart", kwargs=lambda w: _impor(w, status="gagal"), allow=ADMIN, method="post", ok=302),
    Row("impor_passwords", kwargs=lambda w: _impor(w, status="jadi"), allow=ADMIN, method="post", ok=302),
    # The institution
    _page("instansi_edit", ADMIN),
    Row("instansi_logo", kwargs=_logo, allow=ROLES),
    *access_table_team.TABLE,
]
