"""The portal's URLs and the floors: one query, one template, as much HTML as asked for; and one UPDATE."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from action_plans.models import Aksi
from zi_portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

TEMPLATE = engines["django"].from_string(
    "<!doctype html><html lang=id><title>Lantai</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td>"
    "<td>{{ row.indikator }}</td><td>{{ row.aksi }}</td><td>{{ row.bukti_fisik }}</td><td>{{ row.target_waktu }}</td>"
    "<td>{{ filler }}</td></tr>{% endfor %}</table></html>"
)


@login_not_required
def floor(request: HttpRequest, size: int) -> HttpResponse:
    """Rows of about ROW bytes each, five values in a row: what a plain list page of that size would be."""
    rows = list(Aksi.objects.all()[:150])
    count = max(1, size // ROW)
    rows = (rows * (count // len(rows) + 1))[:count]
    bare = len(TEMPLATE.render({"rows": rows, "filler": ""}).encode()) if size not in FILLER else 0
    filler = FILLER.setdefault(size, "x" * max(0, (size - bare) // count))
    return HttpResponse(TEMPLATE.render({"rows": rows, "filler": filler}))


@login_not_required
def save_floor(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Aksi.objects.filter(pk=Aksi.objects.values("pk")[:1]).update(versi=F("versi") + 1)
    return JsonResponse({"versi": 1, "pada": "10.42"})


ROW = 600
FILLER: dict[int, str] = {}
urlpatterns = [path("lantai/<int:size>/", floor), path("lantai/simpan/", save_floor), *urlpatterns]
