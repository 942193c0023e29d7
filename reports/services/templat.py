"""An institution's own Word templates: kept in versions, checked before they count, put back to the portal's own."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from reports.cap import cap_from_json
from reports.data import from_json
from reports.docx import draw as drawing
from reports.docx.checking import FILLING_ERRORS, check_template
from reports.docx.guard import MAX_BYTES
from reports.docx.styles import TEMPLATE
from reports.kinds import JENIS
from reports.layouts import file_name
from reports.models import Dokumen, TemplatDokumen
from reports.services.dokumen import logo_of
from units import evidence
from units.access import can_manage_instansi, require
from units.errors import Ditolak
from units.findings import galat
from units.history import record
from units.models import Berkas, Instansi, Peran
from units.transitions import SyaratBelumTerpenuhi
from units.xlsx_guard import megabytes

ADMIN = "Administrator Instansi"
BAWAAN = "Templat bawaan portal"
DOCX = frozenset({"docx"})


def save_templat(*, instansi: Instansi, jenis: str, upload: UploadedFile, by: Peran) -> TemplatDokumen:
    """A new version from an upload. Raises SyaratBelumTerpenuhi naming everything that is wrong with it."""
    require(can_manage_instansi(by, instansi.pk), ADMIN, what="Mengganti templat Word")
    if upload.size > MAX_BYTES:
        raise SyaratBelumTerpenuhi([galat("berkas", f"Ukuran berkas paling besar {megabytes(MAX_BYTES)}.", "Berkas")])
    found = check_template(upload.read(), jenis)
    if found:
        raise SyaratBelumTerpenuhi(found)
    berkas = evidence.store_upload(upload, instansi=instansi, by=by.user, accept=DOCX)
    return _next_version(instansi, jenis, berkas, by)


def reset_templat(*, instansi: Instansi, jenis: str, by: Peran) -> TemplatDokumen:
    """The portal's own template again, as a version of its own. Raises Ditolak where it is in use already."""
    require(can_manage_instansi(by, instansi.pk), ADMIN, what="Mengganti templat Word")
    return _next_version(instansi, jenis, None, by)


@transaction.atomic
def _next_version(instansi: Instansi, jenis: str, berkas: Berkas | None, by: Peran) -> TemplatDokumen:
    Instansi.objects.select_for_update(no_key=True).get(pk=instansi.pk)
    rows = TemplatDokumen.objects.filter(instansi=instansi, jenis=jenis)
    before = rows.select_related("berkas").first()
    if (before.berkas_id if before else None) == (berkas.pk if berkas else None):
        raise Ditolak("Templat ini sama persis dengan yang sedang dipakai; tidak ada yang diganti.")
    versi = (rows.aggregate(n=Max("versi"))["n"] or 0) + 1
    row = TemplatDokumen.objects.create(instansi=instansi, jenis=jenis, versi=versi, berkas=berkas, diganti_oleh=by)
    record(
        instansi,
        by=by,
        tindakan="Mengganti templat Word",
        kolom=f"Templat Word ({jenis or 'umum'})",
        dari=name_of(before),
        ke=name_of(row),
    )
    return row


def name_of(row: TemplatDokumen | None) -> str:
    return BAWAAN if row is None or row.is_bawaan else f"Versi {row.versi} ({row.berkas.nama_asli})"


def used_for(instansi: Instansi, jenis: str) -> TemplatDokumen | None:
    """The institution's template that a kind is written in: its own, else that for all kinds; None for the portal's."""
    for kind in dict.fromkeys((jenis, "")):
        row = TemplatDokumen.objects.filter(instansi=instansi, jenis=kind).select_related("berkas").first()
        if row and not row.is_bawaan:
            return row
    return None


def content_of(row: TemplatDokumen | None) -> bytes:
    return TEMPLATE.read_bytes() if row is None or row.is_bawaan else evidence.read_bytes(row.berkas)


def draw_docx(dokumen: Dokumen) -> tuple[bytes, str]:
    """The Word file of a document and its name, from the same stored data as the PDF.

    Raises Ditolak when the institution's template does not go with these data, or a file it needs is lost.
    """
    data, instansi = from_json(JENIS[dokumen.jenis].data, dokumen.isi), dokumen.periode.instansi
    row = used_for(instansi, dokumen.jenis)
    try:
        logo = logo_of(data, instansi.pk)
        template = content_of(row) if row else None
    except FileNotFoundError as lost:
        raise Ditolak(
            "Berkas lambang atau templat instansi tidak ditemukan. Administrator Instansi mengunggahnya lagi."
        ) from lost
    try:
        content = drawing.draw(data, cap=cap_from_json(dokumen.cap), logo=logo, template=template)
    except FILLING_ERRORS as broken:
        if row is None:
            raise
        raise Ditolak(
            f"{row} tidak dapat diisi dengan data dokumen ini ({str(broken)[:150].rstrip('.')}). "
            "Administrator Instansi memperbaiki templatnya atau kembali ke templat bawaan."
        ) from broken
    return content, file_name(data).removesuffix(".pdf") + ".docx"
