"""The monthly mail as it would be sent now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from reports.dashboard import summary
from reports.dashboard.views import PEMBACA
from units.access import has_role, require
from units.halaman import Halaman
from units.scope import INSTANSI_ROLES


@require_safe
@xframe_options_sameorigin
def dasbor_ringkasan(request: HttpRequest) -> HttpResponse:
    """With `?bentuk=html` the mail itself, for the frame."""
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka ringkasan bulanan")
    found = summary.build(request.peran, today=timezone.localdate())
    if found and request.GET.get("bentuk") == "html":
        return HttpResponse(found.html)
    halaman = Halaman(
        judul="Ringkasan bulanan lewat surel",
        remah=(("Dasbor", reverse("dasbor")),),
        keterangan="Seperti yang akan dikirim bila hari ini tanggalnya.",
    )
    context = {"halaman": halaman, "ringkasan": found, "hari": settings.SUMMARY_DAY}
    return render(request, "reports/dasbor_ringkasan.html", context)
