"""Word files are seen by who sees the document; templates are the administrator's alone."""

from reports.docx.styles import TEMPLATE
from reports.models import TemplatDokumen
from tests.access import Row
from tests.reports.access_table import READERS, UNIT, dokumen
from units import evidence
from units.choices import JenisPeran as J

ADMIN = frozenset({J.ADMIN_INSTANSI})


def versi(w) -> dict:
    admin = w.peran[J.ADMIN_INSTANSI]
    berkas = evidence.store_bytes(
        TEMPLATE.read_bytes(), nama="templat.docx", ekstensi="docx", instansi=w.instansi, by=admin.user
    )
    row = TemplatDokumen.objects.create(instansi=w.instansi, jenis="lhe", versi=1, berkas=berkas, diganti_oleh=admin)
    return {"pk": row.pk}


def of_lhe(w) -> dict:
    versi(w)
    return {"jenis": "lhe"}


def _admin(name: str, **options) -> Row:
    return Row(name, allow=ADMIN, denied=403, foreign=200, **options)


TABLE = [
    Row("dokumen_docx", allow=UNIT, kwargs=lambda w: dokumen(w, approved=False)),
    Row("dokumen_docx", allow=READERS, kwargs=lambda w: dokumen(w, approved=True)),
    _admin("templat_list"),
    _admin("templat_detail", kwargs=lambda w: {"jenis": "lhe"}),
    _admin("templat_download", kwargs=lambda w: {"jenis": "umum"}),
    _admin("templat_sample", kwargs=lambda w: {"jenis": "lhe"}),
    _admin("templat_reset", kwargs=lambda w: {"jenis": "lhe"}),
    Row("templat_version_download", allow=ADMIN, denied=403, kwargs=versi),
    Row(
        "templat_detail", method="post", allow=ADMIN, denied=403, ok=422, foreign=422, kwargs=lambda w: {"jenis": "lhe"}
    ),
    Row("templat_reset", method="post", allow=ADMIN, denied=403, ok=302, foreign=302, kwargs=of_lhe),
]
