"""What every view of master data does alike."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django_tables2 import RequestConfig, Table

from units.list_export import BENTUK, export_table

ADMIN = "Administrator Instansi"
PER_PAGE = 50
SAME = "Data yang sama baru saja disimpan, oleh orang lain atau oleh kiriman sebelumnya. Periksa daftarnya, lalu coba lagi."
TOO_LARGE = "Berkas terlalu besar sehingga pengunggahannya dihentikan. Perkecil berkasnya, lalu unggah lagi."


def paged(request: HttpRequest, table: Table) -> Table:
    """Sorted and paged by the address."""
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return table


def shown_rows(request: HttpRequest, table: Table) -> list[Any]:
    """The records that this request shows: those of the page, all of them in a file."""
    rows = table.rows if request.GET.get("unduh") in BENTUK else table.paginated_rows
    return [row.record for row in rows]


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A list page; with `?unduh=xlsx` or `csv` in its address the same list as a file. `context` holds halaman and table."""
    bentuk = request.GET.get("unduh")
    if bentuk in BENTUK:
        return export_table(context["table"], nama=context["halaman"].judul, bentuk=bentuk)
    return render(request, template, context)


def ask(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    """The confirmation page; its POST goes to the same address."""
    return render(request, "units/confirm.html", context, status=status)


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the form asks to go afterwards, if that is a page of this portal."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ok = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if ok else default


def tell_too_large(request: HttpRequest, form: BaseForm, field: str) -> None:
    """An upload that was cut off looks like no upload; say what really happened."""
    if getattr(request, "upload_too_large", False):
        form.errors.pop(field, None)
        form.add_error(field, TOO_LARGE)
