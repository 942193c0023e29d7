"""Who prints many papers at once; a batch is the requester's own."""

from reports.models import CetakMassal
from reports.services import massal
from tests.access import Row
from tests.factories import AksiFactory, World
from tests.reports.conftest import make_plan
from units import evidence
from units.choices import JenisPeran
from units.scope import INSPEKTORAT_ROLES

J = JenisPeran
UNIT = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
MAKERS = UNIT | INSPEKTORAT_ROLES


def plan_asked(w: World) -> dict:
    row = make_plan(w)
    AksiFactory(rencana=row)
    return {"jenis": "lampiran_i", "objek": [row.pk]}


def batch(w: World) -> dict:
    plan_asked(w)
    return {"pk": massal.request_massal(periode=w.periode, jenis="lampiran_i", by=w.peran[J.KETUA_TIM]).pk}


def finished(w: World) -> dict:
    made = batch(w)
    berkas = evidence.store_bytes(b"PK", nama="a.zip", ekstensi="zip", instansi=w.instansi, by=None)
    CetakMassal.objects.filter(**made).update(status="jadi", berkas=berkas)
    return made


OWNER = {J.KETUA_TIM}
# a draft of the unit is not ready for the Inspektorat: the page says so again
NOT_READY = dict.fromkeys(INSPEKTORAT_ROLES, 422)

TABLE: list[Row] = [
    Row("massal_list", allow=MAKERS, denied=403, foreign=200),
    Row("massal_create", allow=MAKERS, denied=403, foreign=200),
    Row("massal_create", allow=UNIT, method="post", data=plan_asked, ok=302, denied=403, special=NOT_READY, foreign=422),
    Row("massal_detail", allow=OWNER, kwargs=batch),
    Row("massal_retry", allow=OWNER, kwargs=batch, method="post", ok=302),
    Row("massal_cancel", allow=OWNER, kwargs=batch),
    Row("massal_cancel", allow=OWNER, kwargs=batch, method="post", ok=302),
    Row("massal_download", allow=OWNER, kwargs=finished),
]  # fmt: skip
