"""Team, agents of change, evidence."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import Row
from units import evidence
from units.models import PerubahanAgen
from units.scope import INSTANSI_ROLES, UNIT_ROLES

READERS = INSTANSI_ROLES | UNIT_ROLES
KEPALA = frozenset({"kepala_unit"})
KEPALA_KETUA = frozenset({"kepala_unit", "ketua_tim"})
WORKERS = frozenset({"kepala_unit", "ketua_tim", "anggota_tim"})
EVIDENCE_READERS = READERS - {"pegawai"}
STRANGER = {"penilai_tpn": 404}
NO_EVIDENCE = {"penilai_tpn": 404, "pegawai": 404}


def year(w) -> dict:
    return {"pk": w.pembangunan.pk}


def anggota(w) -> dict:
    return {"pk": w.tim.anggota.get(kedudukan="anggota").pk}


def agen(w):
    return w.pembangunan.agen.get_or_create(user=w.peran["pegawai"].user)[0]


def perubahan(w) -> dict:
    return {"pk": PerubahanAgen.objects.create(agen=agen(w), uraian="Antrean daring").pk}


def data_dukung(w):
    upload = SimpleUploadedFile("sk.pdf", b"%PDF-1.4\n%%EOF")
    return evidence.add_file(upload, pembangunan=w.pembangunan, by=w.peran["ketua_tim"])[0]


def with_decree(w) -> dict:
    w.tim.berkas_sk = data_dukung(w).versi.get().berkas
    w.tim.save()
    return year(w)


TABLE = [
    Row("tim_list", allow=READERS, special=dict.fromkeys(UNIT_ROLES, 302) | {"penilai_tpn": 200}, foreign=200),
    Row("tim_detail", allow=READERS, kwargs=year),
    Row("tim_edit", allow=KEPALA, kwargs=year, denied=403, special=STRANGER),
    Row("tim_sk_download", allow=READERS, kwargs=with_decree),
    Row("anggota_add", allow=KEPALA, kwargs=year, denied=403, special=STRANGER),
    Row("anggota_edit", allow=KEPALA, kwargs=anggota, denied=403, special=STRANGER),
    Row("anggota_remove", allow=KEPALA, kwargs=anggota, denied=403, special=STRANGER),
    Row("anggota_remove", allow=KEPALA, kwargs=anggota, method="post", ok=302, denied=403, special=STRANGER),
    Row("agen_list", allow=READERS, kwargs=year),
    Row("agen_add", allow=KEPALA_KETUA, kwargs=year, denied=403, special=STRANGER),
    Row("agen_remove", allow=KEPALA_KETUA, kwargs=lambda w: {"pk": agen(w).pk}, denied=403, special=STRANGER),
    Row("perubahan_add", allow=KEPALA_KETUA, kwargs=lambda w: {"pk": agen(w).pk}, denied=403, special=STRANGER),
    Row("perubahan_edit", allow=KEPALA_KETUA, kwargs=perubahan, denied=403, special=STRANGER),
    Row("perubahan_remove", allow=KEPALA_KETUA, kwargs=perubahan, denied=403, special=STRANGER),
    Row("data_dukung_list", allow=READERS, special={"penilai_tpn": 200}, foreign=200),
    Row("data_dukung_add", allow=WORKERS, kwargs=year, denied=403, special=STRANGER),
    Row("data_dukung_detail", allow=EVIDENCE_READERS, kwargs=lambda w: {"pk": data_dukung(w).pk}),
    Row("data_dukung_edit", allow=WORKERS, kwargs=lambda w: {"pk": data_dukung(w).pk}, denied=403, special=NO_EVIDENCE),
    Row(
        "data_dukung_replace",
        allow=WORKERS,
        kwargs=lambda w: {"pk": data_dukung(w).pk},
        denied=403,
        special=NO_EVIDENCE,
    ),
    Row("data_dukung_download", allow=EVIDENCE_READERS, kwargs=lambda w: {"pk": data_dukung(w).versi.get().pk}),
    Row("data_dukung_preview", allow=EVIDENCE_READERS, kwargs=lambda w: {"pk": data_dukung(w).versi.get().pk}),
]
