"""Issued papers for the tests of trust: a row of the register with a drawn file, without waiting for a layout."""

from datetime import date
from functools import cache

from reports.cap import new_code
from reports.models import Dokumen, RiwayatTerbitan, Terbitan
from tests.factories import World
from tests.reports.conftest import approve_plan, make_plan
from units import evidence
from units.choices import JenisPeran

S, C = Terbitan.Status, Terbitan.Cara
HTML = """<html lang="id"><head><title>Keputusan</title></head><body><h1>Keputusan</h1><p>Nomor: {nomor}</p>
<p>Kode: {kode}</p></body></html>"""


@cache
def paper(nomor: str = "700/001/ITKAB/2026", kode: str = "ABCDEFGHJKLM") -> bytes:
    """A small tagged PDF/A that looks to a signer as the portal's papers do."""
    from reports import pdf

    return pdf.layout(HTML.format(nomor=nomor, kode=kode), draf=False, logo=None).write_pdf(
        pdf_variant=pdf.VARIANT, pdf_tags=True
    )


def issued(
    world: World, *, content: bytes | None = None, status: str = S.MENUNGGU_TTD, cara: str = C.BASAH, **fields
) -> Terbitan:
    """An issued plan (Lampiran I) of the world's unit; each call takes the next number."""
    number = Terbitan.objects.count() + 1
    nomor = fields.pop("nomor", f"700/{number:03d}/ITKAB/{world.periode.tahun}")
    kode = fields.pop("kode", None) or new_code()
    plan = world.pembangunan.rencana if hasattr(world.pembangunan, "rencana") else None
    if plan is None:
        plan = make_plan(world)
        approve_plan(plan, world)
    by = world.peran[JenisPeran.KEPALA_UNIT]
    berkas = evidence.store_bytes(
        content or b"%PDF-1.7 " + nomor.encode(),
        nama="rencana.pdf",
        ekstensi="pdf",
        instansi=world.instansi,
        by=by.user,
    )
    dokumen = Dokumen.objects.create(
        jenis="lampiran_i", periode=world.periode, pembangunan=world.pembangunan, rencana=plan, draf=False,
        sidik=f"{number:064d}", diminta_oleh=by, berkas=None if status == S.DISIAPKAN else berkas, status="jadi",
    )  # fmt: skip
    return Terbitan.objects.create(
        instansi=world.instansi, periode=world.periode, pembangunan=world.pembangunan, dokumen=dokumen,
        jenis="lampiran_i", perihal="Rencana aksi pembangunan Zona Integritas", unit_nama=world.unit.nama,
        nomor=nomor, urut=number, tahun=world.periode.tahun, tanggal=date(world.periode.tahun, 3, 2), kode=kode,
        penanda_tangan="Dra. Murniati, Camat Contoh", cara=cara, status=status, diterbitkan_oleh=by, **fields,
    )  # fmt: skip


def move(terbitan: Terbitan, status: str, **fields) -> Terbitan:
    """Put the row into a status with the history row that the workflow would write."""
    before = terbitan.get_status_display()
    Terbitan.objects.filter(pk=terbitan.pk).update(status=status, **fields)
    terbitan.refresh_from_db()
    RiwayatTerbitan.objects.create(
        objek=terbitan, tindakan="Uji", kolom="status", dari=before, ke=terbitan.get_status_display()
    )
    return terbitan
