"""The register as everybody may read it: nothing of what stands in the paper, and no reason that somebody typed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from reports.cap import grouped, plain_code
from reports.models import BerkasBertanda, RiwayatTerbitan, Terbitan
from units.halaman import Nada
from units.models import Instansi
from units.templatetags.indonesia import tanggal

S = Terbitan.Status


@dataclass(frozen=True, slots=True)
class Putusan:
    """The verdict: colour, word, icon, one sentence, and where it leads on."""

    nada: Nada
    kata: str
    ikon: str
    kalimat: str
    tautan: str = ""
    tautan_kata: str = ""


@dataclass(frozen=True, slots=True)
class Sidik:
    """The SHA-256 of one file and what to say to a person who holds exactly that file."""

    nama: str
    sha256: str
    nada: Nada
    kalimat: str


@dataclass(frozen=True, slots=True)
class Keterangan:
    instansi: Instansi
    kode: str
    putusan: Putusan
    fakta: tuple[tuple[str, str], ...]
    penanda_tangan: tuple[str, ...]
    sidik: tuple[Sidik, ...]


def find(typed: str) -> Terbitan | None:
    """The issued paper of a code as it was typed."""
    rows = Terbitan.objects.select_related("instansi", "periode", "dokumen__berkas", "bertanda", "pengganti")
    return rows.defer("dokumen__isi").filter(kode=plain_code(typed)).first()


def tell(terbitan: Terbitan) -> Keterangan:
    kept = list(terbitan.berkas_bertanda.select_related("berkas", "sertifikat").defer("sertifikat__isi"))
    return Keterangan(
        instansi=terbitan.instansi,
        kode=grouped(terbitan.kode),
        putusan=_verdict(terbitan),
        fakta=_facts(terbitan, kept),
        penanda_tangan=tuple(line for line in terbitan.penanda_tangan.splitlines() if line.strip()),
        sidik=tuple(_prints(terbitan, kept)),
    )


def _facts(terbitan: Terbitan, kept: list[BerkasBertanda]) -> tuple[tuple[str, str], ...]:
    certificate = next(
        (row.sertifikat for row in kept if row.sertifikat and row.berkas_id == terbitan.bertanda_id), None
    )
    issuer = f"; penerbit {certificate.penerbit}" if certificate and certificate.penerbit else ""
    return (
        ("Nomor", terbitan.nomor),
        ("Jenis", terbitan.get_jenis_display()),
        ("Perihal", terbitan.perihal),
        ("Unit", terbitan.unit_nama),
        ("Instansi", terbitan.instansi.nama),
        ("Tahun program", str(terbitan.periode.tahun)),
        ("Tanggal", tanggal(terbitan.tanggal)),
        ("Cara tanda tangan", terbitan.get_cara_display()),
        *([("Sertifikat", f"{certificate.subjek}{issuer}")] if certificate else []),
    )


def _verdict(terbitan: Terbitan) -> Putusan:
    if terbitan.status == S.BERLAKU:
        since = _day(terbitan.bertanda_at)
        words = f"Dokumen ini ditandatangani dan berlaku{f' sejak {tanggal(since)}' if since else ''}."
        return Putusan("hijau", "Berlaku", "circle-check", words)
    if terbitan.status == S.DIGANTI:
        return _replaced(terbitan)
    if terbitan.status == S.DICABUT:
        words = f"Dokumen ini dicabut{_since(terbitan)}. Jangan dipakai lagi."
        return Putusan("merah", "Dicabut", "circle-x", words)
    if terbitan.status == S.MENUNGGU_TTD:
        words = "Nomornya sudah diberikan, tetapi dokumen ini belum ditandatangani dan belum berlaku."
        return Putusan("kuning", "Menunggu tanda tangan", "clock", words)
    words = "Nomornya sudah diberikan dan berkasnya masih disusun. Buka lagi halaman ini beberapa saat kemudian."
    return Putusan("biru", "Sedang disiapkan", "loader-circle", words)


def _replaced(terbitan: Terbitan) -> Putusan:
    new = getattr(terbitan, "pengganti", None)
    words = f"Dokumen ini diganti{_since(terbitan)}{f' oleh dokumen nomor {new.nomor}' if new else ''}. Jangan dipakai lagi."
    if new is None:
        return Putusan("merah", "Diganti", "git-compare", words)
    return Putusan(
        "merah", "Diganti", "git-compare", words, reverse("terbitan_check", args=[new.kode]), "Buka dokumen pengganti"
    )


def _since(terbitan: Terbitan) -> str:
    """The day on which the paper lost its force, from its history."""
    label = S(terbitan.status).label
    row = RiwayatTerbitan.objects.filter(objek=terbitan, kolom="status", ke=label).first()
    day = _day(row.waktu) if row else None
    return f" pada {tanggal(day)}" if day else ""


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _prints(terbitan: Terbitan, kept: list[BerkasBertanda]) -> list[Sidik]:
    """Each file that was ever given out under the number: the signed one, the drawn one, scans that were replaced."""
    found = []
    if terbitan.bertanda:
        found.append(Sidik("Berkas bertanda tangan", terbitan.bertanda.sha256, *_of_signed(terbitan)))
    if terbitan.dokumen.berkas:
        found.append(Sidik(_name_of_drawn(terbitan), terbitan.dokumen.berkas.sha256, *_of_drawn(terbitan)))
    older = [row for row in kept if row.berkas_id != terbitan.bertanda_id]
    words = "Berkas ini sama persis dengan pindaian lama yang sudah diganti. Mintalah pindaian yang terbaru."
    found += [
        Sidik(f"Pindaian lama, diunggah {tanggal(_day(row.created_at))}", row.berkas.sha256, "kuning", words)
        for row in older
    ]
    return found


def _name_of_drawn(terbitan: Terbitan) -> str:
    return "Berkas sebelum ditandatangani" if terbitan.bertanda else "Berkas dari portal"


def _of_signed(terbitan: Terbitan) -> tuple[Nada, str]:
    if terbitan.status == S.BERLAKU:
        return "hijau", "Berkas ini sama persis dengan berkas bertanda tangan, dan dokumennya berlaku."
    lost = "diganti" if terbitan.status == S.DIGANTI else "dicabut"
    return "kuning", f"Berkas ini sama persis dengan berkas bertanda tangan, tetapi dokumennya sudah {lost}."


def _of_drawn(terbitan: Terbitan) -> tuple[Nada, str]:
    same = "Berkas ini sama persis dengan yang dibuat portal"
    if terbitan.status == S.BERLAKU:
        return "hijau", f"{same} sebelum ditandatangani. Dokumen bertanda tangannya berlaku."
    if terbitan.status in (S.DIGANTI, S.DICABUT):
        return "kuning", f"{same}, tetapi dokumennya sudah {S(terbitan.status).label.lower()}."
    return "kuning", f"{same}, tetapi dokumennya belum ditandatangani."
