"""What may be published, and what is. A page for everybody names no person: of a survey index, respondents and day, of a
document its kind, unit, number and day.
"""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from evaluation.models import Survei
from reports.choices import Jenis
from reports.models import Terbitan
from units.models import Instansi, Peran

PER_PAGE = 25
# Kinds whose paper names nobody but those who sign in office and bears no NIP.
DAPAT_DIUMUMKAN = (Jenis.KEPUTUSAN, Jenis.PIAGAM, Jenis.SURAT_USULAN)


def surveys(peran: Peran) -> QuerySet[Survei]:
    """All of the institution, the newest first."""
    rows = Survei.objects.filter(pembangunan__unit__instansi=peran.instansi_id)
    return rows.select_related("pembangunan__unit").order_by("-tanggal", "-pk")


def documents(peran: Peran) -> QuerySet[Terbitan]:
    """Issued documents in force of a kind that may be published."""
    rows = Terbitan.objects.filter(instansi=peran.instansi_id, jenis__in=DAPAT_DIUMUMKAN)
    return rows.filter(status=Terbitan.Status.BERLAKU).order_by("-tanggal", "-pk")


def public_surveys(instansi: Instansi, number: str | None = None) -> Page:
    rows = Survei.objects.filter(pembangunan__unit__instansi=instansi, publik=True)
    rows = rows.select_related("pembangunan__unit").order_by("-tanggal", "pembangunan__unit__nama", "jenis")
    return Paginator(rows, PER_PAGE).get_page(number)


def public_documents(instansi: Instansi) -> QuerySet[Terbitan]:
    """What was replaced or revoked is public no longer."""
    rows = Terbitan.objects.filter(instansi=instansi, publik=True, jenis__in=DAPAT_DIUMUMKAN)
    rows = rows.filter(status=Terbitan.Status.BERLAKU).select_related("dokumen__berkas", "bertanda")
    return rows.order_by("-tanggal", "-pk")


def draw(instansi: Instansi, request: HttpRequest) -> str:
    """The part of the institution's public page; nothing while nothing is published."""
    found = public_surveys(instansi, request.GET.get("survei"))
    papers = Paginator(public_documents(instansi), PER_PAGE).get_page(request.GET.get("dokumen"))
    if not found.paginator.count and not papers.paginator.count:
        return ""
    context = {"instansi": instansi, "survei_page": found, "dokumen_page": papers, "request": request}
    return render_to_string("reports/_publik_hasil.html", context)
