"""Who reads the archive, who gives numbers and takes papers out of force, who sets how they are numbered."""

from reports import services
from reports.models import Dokumen, Terbitan
from reports.services.issuing import issue_dokumen
from tests.access import ROLES, Row
from tests.factories import AksiFactory, World
from tests.reports.conftest import approve_plan, make_plan
from units.choices import JenisPeran

J = JenisPeran
READERS = ROLES - {J.PENILAI_TPN}
# A unit's paper: its head and ketua, and those of the Inspektorat who answer for papers.
ISSUERS = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.TIUK, J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI})
ADMIN = frozenset({J.ADMIN_INSTANSI})
KIND = Dokumen.Jenis.LAMPIRAN_I
NOT_SEEN = {J.PENILAI_TPN: 404}


def plan(w: World):
    row = make_plan(w)
    AksiFactory(rencana=row)
    approve_plan(row, w)
    return row


def issued(w: World) -> Terbitan:
    row, by = plan(w), w.peran[J.KEPALA_UNIT]
    data = services.choose(KIND, row, by=by, draf=False)
    return issue_dokumen(objek=row, jenis=KIND, data=data, by=by)


def asked(w: World) -> dict:
    return {"jenis": KIND, "pk": plan(w).pk}


TABLE = [
    Row("terbitan_list", ROLES, foreign=200),
    Row("terbitan_detail", READERS, kwargs=lambda w: {"pk": issued(w).pk}),
    Row("terbitan_create", ISSUERS, kwargs=asked, denied=403, special=NOT_SEEN),
    Row("terbitan_revoke", ISSUERS, kwargs=lambda w: {"pk": issued(w).pk}, denied=403, special=NOT_SEEN),
    Row("terbitan_revoke", ISSUERS, kwargs=lambda w: {"pk": issued(w).pk}, method="post", data={"alasan": "Salah"},
        ok=302, denied=403, special=NOT_SEEN),
    Row("pengaturan_dokumen_list", ADMIN, denied=403, foreign=200),
    Row("pengaturan_dokumen_edit", ADMIN, kwargs=lambda w: {"jenis": "lhe"}, denied=403, foreign=200),
    Row("pengaturan_dokumen_contoh", ADMIN, kwargs=lambda w: {"jenis": "umum"}, denied=403, foreign=200),
]  # fmt: skip
