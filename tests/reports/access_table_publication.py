"""The administrator chooses; what was chosen is everybody's."""

from reports.models import Terbitan
from tests.access import Row
from tests.reports.trust_worlds import issued
from tests.units import complaint_worlds as worlds
from units.choices import JenisPeran as J

ADMIN, EVERYBODY = frozenset({J.ADMIN_INSTANSI}), frozenset(J.values)


def published(w) -> dict:
    row = issued(w, status=Terbitan.Status.BERLAKU)
    Terbitan.objects.filter(pk=row.pk).update(publik=True, jenis="keputusan")
    return {"slug": worlds.open_channel(w).slug, "kode": row.kode}


TABLE = [
    Row("publikasi_list", ADMIN, denied=403, foreign=200),
    Row("publikasi_list", ADMIN, method="post", data={"tindakan": "umumkan"}, ok=302, denied=403, foreign=302),
    Row("publik_dokumen", EVERYBODY, kwargs=published, foreign=200, anonymous=200),
]
