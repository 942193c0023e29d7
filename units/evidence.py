"""The only way to store and to serve a file.

A file is accepted by its content, never by its name; stored once per institution under a random name; served
only by a view
that has asked who may see the object it belongs to, as an attachment that no browser guesses about.
"""

import hashlib
import re
import unicodedata
import uuid
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max, Prefetch
from django.http import FileResponse, HttpResponse

from units.errors import Ditolak
from units.file_text import read_later
from units.file_types import check_content, mime_of
from units.history import record
from units.models import Berkas, DataDukung, Instansi, PembangunanZI, Peran, User, VersiDataDukung

PREVIEWABLE = {"application/pdf", "image/png", "image/jpeg"}


def clean_name(name: str) -> str:
    """The bare file name: no path, no control characters, at most 150 characters."""
    bare = PurePosixPath(unicodedata.normalize("NFC", name or "").replace("\\", "/")).name
    bare = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "", bare).strip(" .")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:140]}.{suffix[:8]}" if dot and stem else bare[:150] or "berkas"


def sha256_of(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in iter(lambda: file.read(1024 * 1024), b""):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def store_upload(
    upload: UploadedFile,
    *,
    instansi: Instansi,
    by: User | None,
    accept: frozenset[str] | None = None,
    nama: str = "",
) -> Berkas:
    """Check an uploaded file by its content and keep it. `accept` narrows the extensions, e.g. {"xlsx"}; `by` is
    None only for what the public sends, and `nama` (without extension) then
    keeps the name it was sent with out of other people's downloads.

    Raises BerkasDitolak with a sentence. The same content stored before is returned, not stored again.
    """
    ekstensi = check_content(upload, name=upload.name, accept=accept)
    return _keep(
        upload,
        nama=clean_name(f"{nama}.{ekstensi}" if nama else upload.name),
        ekstensi=ekstensi,
        instansi=instansi,
        by=by,
    )


def store_bytes(data: bytes, *, nama: str, ekstensi: str, instansi: Instansi, by: User | None) -> Berkas:
    """Keep a file that the portal itself has made (a PDF, a logo made smaller)."""
    return _keep(ContentFile(data), nama=clean_name(nama), ekstensi=ekstensi, instansi=instansi, by=by)


def store_made(file: File, *, nama: str, ekstensi: str, instansi: Instansi, by: User | None) -> Berkas:
    """Keep a file that the portal itself has made and that is too big for memory (a package)."""
    return _keep(file, nama=clean_name(nama), ekstensi=ekstensi, instansi=instansi, by=by)


def _keep(file: File, *, nama: str, ekstensi: str, instansi: Instansi, by: User | None) -> Berkas:
    digest = sha256_of(file)
    known = Berkas.objects.filter(instansi=instansi, sha256=digest).first()
    if known:
        return known
    # Wrapped, so that the upload is copied and its temporary file stays for its owner to remove.
    path = default_storage.save(f"{instansi.pk}/{digest[:2]}/{uuid.uuid4().hex}.{ekstensi}", File(file))
    try:
        with transaction.atomic():
            berkas = Berkas.objects.create(
                instansi=instansi,
                isi=path,
                nama_asli=nama,
                ekstensi=ekstensi,
                mime=mime_of(ekstensi),
                ukuran=file.size,
                sha256=digest,
                created_by=by,
            )
    except IntegrityError:  # the same content arrived twice at once
        default_storage.delete(path)
        return Berkas.objects.get(instansi=instansi, sha256=digest)
    read_later(berkas)
    return berkas


def read_bytes(berkas: Berkas) -> bytes:
    with berkas.isi.open("rb") as handle:
        return handle.read()


def serve(berkas: Berkas, *, nama: str = "", inline: bool = False) -> HttpResponse:
    """The file as a response. The caller has already asked whether the object it belongs to may be seen.

    Inline only for pdf and images, each in a sandbox of its own.
    """
    inline = inline and berkas.mime in PREVIEWABLE
    response = FileResponse(berkas.isi.open("rb"), content_type=berkas.mime)
    _name(response, nama or berkas.nama_asli, kind="inline" if inline else "attachment")
    response["Content-Length"] = berkas.ukuran
    # Chromium's PDF viewer does not run in a sandboxed frame; a PDF is therefore held by default-src alone.
    sandbox = "" if berkas.mime == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{sandbox}"
    )
    return response


def serve_made(content: bytes, *, nama: str, ekstensi: str) -> HttpResponse:
    """A file that the portal makes for each request and does not keep, as an attachment."""
    response = HttpResponse(content, content_type=mime_of(ekstensi))
    _name(response, nama, kind="attachment")
    return response


def _name(response: HttpResponse, nama: str, *, kind: str) -> None:
    """Under this name, in any script, and never guessed about or kept by a shared cache."""
    name = clean_name(nama)
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "") or "berkas"
    response["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"


def with_current_version(queryset):
    """DataDukung rows with `versi_list` prefetched, newest first: the current one is `versi_list[0]`."""
    return queryset.prefetch_related(
        Prefetch("versi", VersiDataDukung.objects.select_related("berkas", "created_by"), to_attr="versi_list")
    )


def find_same(pembangunan: PembangunanZI, berkas: Berkas) -> DataDukung | None:
    """Evidence of this unit's year that already carries this content."""
    return DataDukung.objects.filter(pembangunan=pembangunan, versi__berkas=berkas).first()


def add_file(
    upload: UploadedFile, *, pembangunan: PembangunanZI, by: Peran, judul: str = ""
) -> tuple[DataDukung, bool]:
    """Evidence from a file. Returns it and whether it is new; the same content of the same unit's year is found
    again.
    """
    berkas = store_upload(upload, instansi=pembangunan.unit.instansi, by=by.user)
    known = find_same(pembangunan, berkas)
    if known:
        return known, False
    nama = clean_name(upload.name)
    return _create(pembangunan, by=by, judul=judul or nama, berkas=berkas, nama=nama), True


def add_link(tautan: str, *, pembangunan: PembangunanZI, by: Peran, judul: str = "") -> tuple[DataDukung, bool]:
    """Evidence from a link (http or https)."""
    tautan = check_link(tautan)
    known = DataDukung.objects.filter(pembangunan=pembangunan, versi__tautan=tautan).first()
    if known:
        return known, False
    return _create(pembangunan, by=by, judul=judul or tautan[:200], tautan=tautan), True


def check_link(tautan: str) -> str:
    tautan = (tautan or "").strip()
    parts = urlsplit(tautan)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(tautan) > 500:
        raise Ditolak("Tautan harus diawali http:// atau https:// dan paling panjang 500 karakter.")
    return tautan


@transaction.atomic
def _create(pembangunan: PembangunanZI, *, by: Peran, judul: str, **versi) -> DataDukung:
    row = DataDukung.objects.create(pembangunan=pembangunan, judul=judul[:200], created_by=by.user)
    row.versi.create(nomor=1, created_by=by.user, **versi)
    record(row, by=by, tindakan="Menambah data dukung", ke=judul)
    return row


@transaction.atomic
def replace(
    row: DataDukung, *, by: Peran, upload: UploadedFile | None = None, tautan: str = "", alasan: str = ""
) -> VersiDataDukung:
    """A new version of the evidence; the old ones are kept."""
    row = DataDukung.objects.select_for_update().select_related("pembangunan__unit__instansi").get(pk=row.pk)
    old = row.versi.first()
    if upload is not None:
        berkas = store_upload(upload, instansi=row.pembangunan.unit.instansi, by=by.user)
        if old and old.berkas_id == berkas.pk:
            raise Ditolak("Berkas ini sama persis dengan versi sekarang; tidak ada yang diganti.")
        content = {"berkas": berkas, "nama": clean_name(upload.name)}
    else:
        content = {"tautan": check_link(tautan)}
    nomor = (row.versi.aggregate(n=Max("nomor"))["n"] or 0) + 1
    new = row.versi.create(nomor=nomor, created_by=by.user, **content)
    record(row, by=by, tindakan="Mengganti data dukung", kolom="versi", dari=str(old or ""), ke=str(new), alasan=alasan)
    return new


def store_logo(upload: UploadedFile, *, instansi: Instansi, by: User) -> Berkas:
    """A logo for the letterhead: png or jpg, made at most 600 px high, re-encoded so that nothing else travels
    along.
    """
    from PIL import Image

    check_content(upload, name=upload.name, accept=frozenset({"png", "jpg"}))
    upload.seek(0)
    with Image.open(upload) as image:
        image.thumbnail((1200, 600))
        out = BytesIO()
        image.convert("RGBA").save(out, "PNG", optimize=True)
    return store_bytes(out.getvalue(), nama="logo.png", ekstensi="png", instansi=instansi, by=by)
