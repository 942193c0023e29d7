"""Who opens and makes documents: a draft is the unit's own, what was approved is everybody's who sees its source."""

from reports import services
from reports.models import Dokumen
from tests.access import ROLES, Row
from tests.action_plans.coaching_worlds import make_pembinaan
from tests.evaluation import proposals
from tests.evaluation.pleno_worlds import finalised, in_plenary
from tests.evaluation.worlds import at_step
from tests.factories import AksiFactory, World
from tests.reports.conftest import approve_plan, make_plan
from tests.units.predicate_worlds import review
from tests.units.year_worlds import at_stage, declare_facts, make_keputusan
from units.choices import JenisPeran, Tahap
from units.scope import INSPEKTORAT_ROLES, KEPALA_DAERAH_ROLES, PEOPLE_ROLES
from units.services import pakta

J = JenisPeran
UNIT = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
MAKERS = UNIT | INSPEKTORAT_ROLES
READERS = ROLES - {J.PENILAI_TPN}
LKE_READERS = READERS - {J.PEGAWAI}  # whoever sees a submitted assessment


def plan(w: World, *, approved: bool):
    row = make_plan(w)
    AksiFactory(rencana=row)
    if approved:
        approve_plan(row, w)
    return row


def dokumen(w: World, *, approved: bool, status: str = "diminta") -> dict:
    row = plan(w, approved=approved)
    data = services.choose(Dokumen.Jenis.LAMPIRAN_I, row, by=None, draf=not approved)
    made = services.request_dokumen(objek=row, jenis=Dokumen.Jenis.LAMPIRAN_I, data=data, by=w.peran[J.KETUA_TIM])
    Dokumen.objects.filter(pk=made.pk).update(status=status)
    return {"pk": made.pk}


def finished(w: World, *, approved: bool) -> dict:
    made = dokumen(w, approved=approved)
    services.render_dokumen(made["pk"])
    return made


def asked(w: World, *, approved: bool) -> dict:
    return {
        "jenis": "lampiran_i",
        "objek": plan(w, approved=approved).pk,
        "keadaan": "disetujui" if approved else "draf",
    }


def source(w: World, *, approved: bool) -> dict:
    return {"jenis": "lampiran_i", "pk": plan(w, approved=approved).pk}


def lke(w: World, *, submitted: bool) -> dict:
    return {"jenis": "lke", "pk": at_step(w, "diajukan" if submitted else "draf").pk}


def lke_asked(w: World, *, submitted: bool) -> dict:
    source = lke(w, submitted=submitted)
    return {"jenis": "lke", "objek": source["pk"], "keadaan": "disetujui" if submitted else "draf"}


def lke_dokumen(w: World, *, submitted: bool) -> dict:
    row = at_step(w, "diajukan" if submitted else "draf")
    data = services.choose(Dokumen.Jenis.LKE, row, by=None)
    made = services.request_dokumen(objek=row, jenis=Dokumen.Jenis.LKE, data=data, by=w.peran[J.KETUA_TIM])
    return {"pk": made.pk}


def tpi_paper(w: World, jenis: str, *, final: bool) -> dict:
    return {"jenis": jenis, "pk": (finalised(w) if final else in_plenary(w)).pk}


def tpi_asked(w: World, jenis: str, *, final: bool) -> dict:
    return {
        "jenis": jenis,
        "objek": tpi_paper(w, jenis, final=final)["pk"],
        "keadaan": "disetujui" if final else "draf",
    }


def paper(jenis: str, make) -> dict:
    """Arguments of a row about the block of one paper; `make(w)` gives the source."""
    return {"kwargs": lambda w: {"jenis": jenis, "pk": make(w).pk}}


def asked_for(jenis: str, make) -> dict:
    return {
        "method": "post",
        "ok": 302,
        "data": lambda w: {"jenis": jenis, "objek": make(w).pk, "keadaan": "disetujui"},
    }


def declared(w: World):
    at_stage(w, Tahap.DICANANGKAN)
    return w.periode


def year_with_declaration(w: World):
    declare_facts(w)
    return w.pembangunan


def pledge(w: World):
    return pakta.sign(w.pembangunan, by=w.peran[J.KEPALA_UNIT])


def proposed_unit(w: World):
    return proposals.draft(w).unit.get()


def session(w: World):
    return make_pembinaan(w, status="disampaikan")


INSTANSI = INSPEKTORAT_ROLES | KEPALA_DAERAH_ROLES | {J.ADMIN_INSTANSI}
DECREES = {J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI}
DRAFT_DECREE = DECREES | KEPALA_DAERAH_ROLES | {J.ADMIN_INSTANSI}
SPTJM = {J.KEPALA_UNIT, J.KETUA_TIM, J.KETUA_TPI, J.SEKRETARIS_TPI}
TPI = {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}
OTHERS_403 = dict.fromkeys(READERS - UNIT - {J.PEGAWAI}, 403)

TABLE: list[Row] = [
    Row("dokumen_list", allow=ROLES, foreign=200),
    Row("dokumen_create", allow=UNIT, method="post", data=lambda w: asked(w, approved=False), ok=302, special=OTHERS_403),
    Row("dokumen_create", allow=MAKERS, method="post", data=lambda w: asked(w, approved=True), ok=302,
        denied=403, special={J.PENILAI_TPN: 404}),
    Row("dokumen_block", allow=READERS - {J.PEGAWAI}, kwargs=lambda w: source(w, approved=False)),
    Row("dokumen_block", allow=READERS, kwargs=lambda w: source(w, approved=True)),
    Row("dokumen_detail", allow=UNIT, kwargs=lambda w: dokumen(w, approved=False)),
    Row("dokumen_detail", allow=READERS, kwargs=lambda w: dokumen(w, approved=True)),
    Row("dokumen_retry", allow=UNIT, method="post", kwargs=lambda w: dokumen(w, approved=False), ok=302),
    Row("dokumen_retry", allow=MAKERS, method="post", kwargs=lambda w: dokumen(w, approved=True), ok=302,
        denied=403, special={J.PENILAI_TPN: 404}),
    Row("dokumen_download", allow=UNIT, kwargs=lambda w: finished(w, approved=False)),
    Row("dokumen_download", allow=READERS, kwargs=lambda w: finished(w, approved=True)),
    Row("dokumen_block", allow=UNIT, kwargs=lambda w: lke(w, submitted=False)),
    Row("dokumen_block", allow=LKE_READERS, kwargs=lambda w: lke(w, submitted=True)),
    Row("dokumen_create", allow=UNIT, method="post", data=lambda w: lke_asked(w, submitted=False), ok=302),
    Row("dokumen_create", allow=MAKERS, method="post", data=lambda w: lke_asked(w, submitted=True), ok=302,
        denied=403, special=dict.fromkeys(ROLES - LKE_READERS, 404)),
    Row("dokumen_detail", allow=UNIT, kwargs=lambda w: lke_dokumen(w, submitted=False)),
    Row("dokumen_detail", allow=LKE_READERS, kwargs=lambda w: lke_dokumen(w, submitted=True)),
    Row("dokumen_block", allow=TPI, kwargs=lambda w: tpi_paper(w, "lhe", final=False)),
    Row("dokumen_block", allow=LKE_READERS, kwargs=lambda w: tpi_paper(w, "lhe", final=True)),
    Row("dokumen_block", allow=TPI, kwargs=lambda w: tpi_paper(w, "berita_acara", final=True)),
    Row("dokumen_create", allow=TPI | UNIT, method="post", data=lambda w: tpi_asked(w, "lhe", final=True), ok=302,
        denied=403, special=dict.fromkeys(ROLES - LKE_READERS, 404)),
    Row("dokumen_create", allow={J.KETUA_TPI, J.SEKRETARIS_TPI}, method="post", ok=302,
        data=lambda w: tpi_asked(w, "berita_acara", final=True), special={J.ANGGOTA_TPI: 403}),
    Row("dokumen_block", allow=DRAFT_DECREE, **paper("rancangan_penetapan", declared)),
    Row("dokumen_create", allow=DECREES, **asked_for("rancangan_penetapan", declared),
        special=dict.fromkeys(DRAFT_DECREE - DECREES, 403)),
    Row("dokumen_block", allow=DRAFT_DECREE, **paper("rancangan_predikat", lambda w: w.periode)),
    Row("dokumen_block", allow=DRAFT_DECREE, **paper("rancangan_pencabutan", lambda w: review(w).predikat)),
    Row("dokumen_block", allow=READERS, **paper("keputusan", lambda w: make_keputusan(w, "penetapan"))),
    Row("dokumen_block", allow=PEOPLE_ROLES, **paper("pakta", pledge)),
    Row("dokumen_block", allow=PEOPLE_ROLES, **paper("pakta_massal", lambda w: w.pembangunan)),
    Row("dokumen_create", allow=PEOPLE_ROLES - {J.ADMIN_INSTANSI}, **asked_for("pakta_massal", lambda w: w.pembangunan),
        special={J.ADMIN_INSTANSI: 403}),
    Row("dokumen_block", allow=READERS, **paper("piagam", year_with_declaration)),
    Row("dokumen_block", allow=READERS, **paper("sk_agen", lambda w: w.pembangunan)),
    Row("dokumen_block", allow=INSTANSI, **paper("surat_usulan", proposals.draft)),
    Row("dokumen_block", allow=INSTANSI | UNIT, **paper("sptjm", proposed_unit)),
    Row("dokumen_create", allow=SPTJM, **asked_for("sptjm", proposed_unit),
        special=dict.fromkeys((INSTANSI | UNIT) - SPTJM, 403)),
    Row("dokumen_block", allow=LKE_READERS, **paper("tindak_lanjut", finalised)),
    Row("dokumen_block", allow=LKE_READERS, **paper("catatan_pembinaan", session)),
    Row("dokumen_preview", allow=READERS, kwargs=lambda w: finished(w, approved=True)),
]  # fmt: skip
