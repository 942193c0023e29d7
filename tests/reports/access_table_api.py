"""Who keeps the clients of the API; the API itself knows no session, so that every signed-in role is a stranger to it."""

from tests.access import ROLES, Row
from tests.reports.api_worlds import make_client
from units.choices import JenisPeran as J

ADMIN = frozenset({J.ADMIN_INSTANSI})
LISTS = ("unit", "tahap", "hasil", "predikat", "laporan", "laporan_pembinaan", "terbitan")


def klien(w) -> dict:
    return {"pk": make_client(w)[0].pk}


def _everybody(name: str, status: int, **options) -> Row:
    return Row(name, **{"allow": frozenset(ROLES), "ok": status, "foreign": status, "anonymous": status} | options)


TABLE = [
    _everybody("api_schema", 200),
    _everybody("api_unknown", 404, kwargs=lambda w: {"sisa": "lain"}),
    _everybody("api_instansi", 401),
    *(_everybody(f"api_{name}_list", 401) for name in LISTS),
    *(_everybody(f"api_{name}", 401, kwargs=lambda w: {"id": 1}) for name in LISTS),
    Row("klien_api_list", allow=ADMIN, denied=403, foreign=200),
    Row("klien_api_guide", allow=ADMIN, denied=403, foreign=200),
    Row("klien_api_create", allow=ADMIN, denied=403, foreign=200),
    Row("klien_api_detail", kwargs=klien, allow=ADMIN, denied=403),
    Row("klien_api_exchange", kwargs=klien, allow=ADMIN, denied=403),
    Row("klien_api_revoke", kwargs=klien, allow=ADMIN, denied=403),
    Row("klien_api_revoke", method="post", kwargs=klien, allow=ADMIN, denied=403, ok=302),
]
