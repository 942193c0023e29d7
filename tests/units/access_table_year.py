"""The year of a unit: stages, candidates, declaration, pledges, decrees."""

from django.utils import timezone

from tests.access import ROLES, Row
from tests.factories import PASSWORD, UnitKerjaFactory
from tests.units.year_worlds import at_stage, declare_facts, make_keputusan, ready
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.evidence import store_bytes
from units.identification import is_complete
from units.models import Identifikasi, PaktaIntegritas
from units.profiles import get_profil
from units.scope import INSTANSI_ROLES, PEOPLE_ROLES, UNIT_ROLES

READERS = INSTANSI_ROLES | UNIT_ROLES
IDENTIFIERS = frozenset({J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI})
TPI = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
HEAD = frozenset({J.KEPALA_UNIT})
RECORDERS = frozenset({J.KEPALA_UNIT, J.KETUA_TIM})
TPN = {J.PENILAI_TPN: 404}


def year(w) -> dict:
    return {"pk": w.pembangunan.pk}


def step(name: str):
    """The year's page of a step, at a stage where it can be asked for."""
    stages = {"undo_declare": Tahap.DICANANGKAN, "undo_designate": Tahap.DITETAPKAN, "monitor": Tahap.BERPREDIKAT}

    def kwargs(w) -> dict:
        if name in ("declare", "start"):
            ready(w, name)
        else:
            at_stage(w, stages.get(name, Tahap.MEMBANGUN))
        return {"pk": w.pembangunan.pk, "name": name}

    return kwargs


def candidate(w) -> dict:
    return {"pk": UnitKerjaFactory(instansi=w.instansi).pk}


def ticked(w) -> dict:
    """A unit scored on all criteria."""
    unit = UnitKerjaFactory(instansi=w.instansi)
    rule = get_profil(w.periode.profil).identifikasi
    nilai = {k.kode: 1 for k in rule.kriteria}
    assert is_complete(rule, nilai)
    Identifikasi.objects.create(periode=w.periode, unit=unit, nilai=nilai, dinilai_oleh=w.peran[J.TIUK])
    return {"unit": [unit.pk], "target": "wbk"}


def _file(w):
    return store_bytes(b"%PDF-1.4 contoh", nama="x.pdf", ekstensi="pdf", instansi=w.instansi, by=None)


def piagam(w) -> dict:
    declare_facts(w, piagam=_file(w))
    return year(w)


def photo(w) -> dict:
    at_stage(w, Tahap.DIIDENTIFIKASI)
    return {"pk": declare_facts(w).foto.create(berkas=_file(w)).pk}


def paper(w) -> dict:
    at_stage(w, Tahap.DIIDENTIFIKASI)
    row = PaktaIntegritas.objects.create(
        pembangunan=w.pembangunan, nama="Siti", cara="kertas", tanggal=timezone.localdate(), berkas=_file(w)
    )
    return {"pk": row.pk}


def decree(w) -> dict:
    row = make_keputusan(w, "penetapan")
    row.berkas = _file(w)
    row.save()
    return {"pk": row.pk}


def _steps() -> list[Row]:
    who = {
        "declare": HEAD,
        "start": HEAD,
        "monitor": TPI,
        "undo_declare": IDENTIFIERS,
        "undo_designate": IDENTIFIERS,
        "undo_start": TPI,
    }
    rows = [
        Row("pembangunan_step", kwargs=step(name), allow=roles, denied=403, special=TPN) for name, roles in who.items()
    ]
    taken = [
        Row(
            "pembangunan_step",
            kwargs=step(name),
            allow=roles,
            denied=403,
            special=TPN,
            method="post",
            ok=302,
            data={"alasan": "Keliru"},
        )
        for name, roles in who.items()
    ]
    return rows + taken


TABLE: list[Row] = [
    Row("pembangunan_list", allow=ROLES, special=dict.fromkeys(UNIT_ROLES, 302), foreign=200),
    Row("pembangunan_detail", kwargs=year, allow=READERS),
    *_steps(),
    Row("identifikasi_list", allow=IDENTIFIERS, denied=403, foreign=200),
    Row("identifikasi_edit", kwargs=candidate, allow=IDENTIFIERS, denied=403),
    Row("identifikasi_choose", allow=IDENTIFIERS, denied=403, method="post", data=ticked, ok=302, foreign=302),
    Row("pencanangan_edit", kwargs=year, allow=READERS),
    Row("pencanangan_edit", kwargs=year, allow=RECORDERS, denied=403, special=TPN, method="post"),
    Row("pencanangan_piagam", kwargs=piagam, allow=READERS),
    Row("pencanangan_foto", kwargs=photo, allow=READERS),
    Row("pencanangan_foto_add", kwargs=year, allow=RECORDERS, denied=403, special=TPN, method="post", ok=302),
    Row("pencanangan_foto_remove", kwargs=photo, allow=RECORDERS, denied=403, special=TPN, method="post", ok=302),
    Row("pakta_detail", kwargs=year, allow=READERS),
    Row("pakta_sign", kwargs=year, allow=UNIT_ROLES, denied=403, special=TPN),
    Row(
        "pakta_sign",
        kwargs=year,
        allow=UNIT_ROLES,
        denied=403,
        special=TPN,
        method="post",
        data={"setuju": "on", "sandi": PASSWORD},
        ok=302,
    ),
    Row("pakta_import", kwargs=year, allow=RECORDERS, denied=403, special=TPN),
    Row("pakta_template", kwargs=year, allow=RECORDERS, denied=403, special=TPN),
    Row("pakta_scan", kwargs=paper, allow=PEOPLE_ROLES, denied=403, special=TPN),
    Row("pakta_remove", kwargs=paper, allow=RECORDERS, denied=403, special=TPN),
    Row("keputusan_list", allow=ROLES, foreign=200),
    Row("keputusan_create", allow=IDENTIFIERS, denied=403, foreign=200),
    Row("keputusan_detail", kwargs=decree, allow=READERS),
    Row("keputusan_file", kwargs=decree, allow=READERS),
]
