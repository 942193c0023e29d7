"""Decrees of the kepala daerah: which units build ZI, who gets a predicate, from whom it is taken. One form for all.

Headings (Menimbang, Mengingat, MEMUTUSKAN, Menetapkan, KESATU) are those of Perwal Tangerang 72/2018 and of the decree in the
plan of Kecamatan Pekalongan Barat; legal bases come from the profile; the sentences are ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from evaluation.models import EvaluasiTPN
from reports.data.base import TandaTangan, empty, kop_of, no_head, no_region_head
from reports.data.surat import Surat, region_head
from units.choices import Tahap
from units.findings import Temuan
from units.models import Keputusan, PembangunanZI, Periode, Predikat
from units.profiles import ProfilRegulasi, get_profil
from units.services.predicate import signer_of
from units.templatetags.indonesia import tanggal

K = Keputusan.Jenis
DIKTUM = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA")
BERLAKU = "Keputusan ini mulai berlaku pada tanggal ditetapkan."
LAMPIRAN = "sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini"
MENTERI = "Menteri"
BELUM = "...................."  # filled in when the decree is signed


@dataclass(frozen=True, slots=True)
class Diktum:
    nama: str
    isi: str
    butir: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataKeputusan(Surat):
    """`lebar` are the width classes of the annex's columns, "" for the rest of the page; `kosong` says what it lacks
    without rows.
    """

    bentuk: str
    pejabat: str
    oleh_kepala_unit: bool
    nomor: str
    tentang: str
    menimbang: tuple[str, ...]
    mengingat: tuple[str, ...]
    diktum: tuple[Diktum, ...]
    lampiran: str
    kolom: tuple[str, ...]
    lebar: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]
    kosong: str

    @property
    def templat(self) -> str:
        return "keputusan"

    @property
    def sebutan(self) -> str:
        return f"{self.bentuk} {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.draf else f"Nomor {self.nomor}"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_head(self.unit) if self.oleh_kepala_unit else no_region_head(self.pejabat or "kepala daerah")

    def also_missing(self) -> list[Temuan]:
        return [] if self.baris else [empty(self.kosong)]


def numbered(isi: Iterable[str | tuple[str, tuple[str, ...]]]) -> tuple[Diktum, ...]:
    """KESATU, KEDUA and so on; a pair is a sentence with its items."""
    pairs = [(text, ()) if isinstance(text, str) else text for text in isi]
    return tuple(Diktum(nama, text, butir) for nama, (text, butir) in zip(DIKTUM, pairs, strict=False))


def periode_of(keputusan: Keputusan) -> Periode | None:
    """The programme year a decree belongs to: that of its units, else that of its date."""
    own = Periode.objects.filter(pembangunan__penetapan=keputusan).first()
    own = own or Periode.objects.filter(pembangunan__predikat__keputusan=keputusan).first()
    return own or periode_at(keputusan.instansi_id, keputusan.tanggal)


def periode_at(instansi_pk: int, day: date) -> Periode | None:
    """The institution's programme year of this day or the nearest before it, else its first; None without any."""
    years = Periode.objects.filter(instansi=instansi_pk).order_by("-tahun")
    return years.filter(tahun__lte=day.year).first() or years.last()


# --- designation --------------------------------------------------------------------------------------------------------


def read_rancangan(periode: Periode) -> DataKeputusan:
    """The decree to come: every unit that has declared and is not designated yet, with its target."""
    years = PembangunanZI.objects.filter(periode=periode, tahap=Tahap.DICANANGKAN).select_related("unit")
    return _designation(periode, list(years.order_by("unit__kode")), None)


def _designation(periode: Periode, years: Sequence[PembangunanZI], row: Keputusan | None) -> DataKeputusan:
    tahun, wilayah = periode.tahun, periode.instansi.wilayah
    tentang = (row and row.tentang) or f"Penetapan unit kerja pembangunan Zona Integritas tahun {tahun}"
    return _decree(
        periode,
        row,
        bentuk="Keputusan penetapan unit kerja Zona Integritas",
        tentang=tentang,
        menimbang=(
            f"bahwa untuk mempercepat terwujudnya birokrasi yang bersih dan melayani di {wilayah} perlu dibangun Zona "
            "Integritas pada unit kerja;",
            "bahwa unit kerja yang tercantum dalam Lampiran telah memenuhi kriteria pemilihan dan telah mencanangkan "
            "pembangunan Zona Integritas;",
        ),
        diktum=(
            f"Menetapkan unit kerja yang membangun Zona Integritas tahun {tahun} beserta predikat yang dituju {LAMPIRAN}.",
            (
                "Kepala Unit Kerja sebagaimana dimaksud dalam Diktum KESATU wajib:",
                (
                    "membentuk Tim Pembangunan Zona Integritas;",
                    "menyusun dan melaksanakan rencana aksi serta melaporkannya setiap triwulan; dan",
                    "melakukan penilaian mandiri sesuai jadwal tahun berjalan.",
                ),
            ),
            "Inspektorat melakukan pembinaan, pemantauan, dan evaluasi atas pembangunan Zona Integritas pada unit kerja "
            "sebagaimana dimaksud dalam Diktum KESATU.",
            BERLAKU,
        ),
        lampiran="DAFTAR UNIT KERJA YANG MEMBANGUN ZONA INTEGRITAS",
        kolom=("NO", "UNIT KERJA", "PREDIKAT YANG DITUJU"),
        lebar=("w6", "", "w35"),
        baris=tuple((str(n), y.unit.nama, y.get_target_display()) for n, y in enumerate(years, 1)),
        kosong="Belum ada unit kerja yang dapat ditetapkan",
    )


# --- predicate and revocation -------------------------------------------------------------------------------------------


def read_keputusan(row: Keputusan) -> DataKeputusan | None:
    """A recorded decree as text to sign; None for a decree that a minister signs, and before any programme year."""
    periode = periode_of(row)
    if periode is None:
        return None
    if row.jenis == K.PENETAPAN:
        return _designation(periode, list(row.pembangunan.select_related("unit").order_by("unit__kode")), row)
    held = row.predikat if row.jenis == K.PREDIKAT else row.pencabutan_dari
    rows = list(held.select_related("unit", "keputusan").order_by("unit__kode"))
    if any(signer_of(row.instansi, p.jenis, profil=periode.profil).startswith(MENTERI) for p in rows):
        return None
    return (_predicate_of if row.jenis == K.PREDIKAT else _revocation)(periode, row, rows)


def read_rancangan_predikat(periode: Periode) -> DataKeputusan | None:
    """The decree to come: units of the year that TPN found to qualify and that have no predicate yet.

    None where the minister signs: for WBBM always, for WBK as the profile says.
    """
    years = PembangunanZI.objects.filter(
        periode=periode, tahap=Tahap.EVALUASI_TPN, unit_usulan__evaluasi_tpn__status=EvaluasiTPN.Status.LULUS
    ).select_related("unit")
    ours = [
        year
        for year in years.order_by("unit__kode").distinct()
        if not signer_of(periode.instansi, year.target, profil=periode.profil).startswith(MENTERI)
    ]
    if not ours:
        return None
    lines = [(y.unit.nama, y.get_target_display(), BELUM, BELUM) for y in ours]
    return _predicate(periode, None, _names(y.get_target_display() for y in ours), lines)


def read_rancangan_pencabutan(predikat: Predikat) -> DataKeputusan | None:
    """The decree to come for a predicate under review; None where the minister signs, and before any programme year."""
    instansi = predikat.unit.instansi
    periode = periode_at(instansi.pk, timezone.localdate())
    if periode is None or signer_of(instansi, predikat.jenis, profil=periode.profil).startswith(MENTERI):
        return None
    return _revocation(periode, None, [predikat])


def _predicate_of(periode: Periode, row: Keputusan, held: Sequence[Predikat]) -> DataKeputusan:
    lines = [(p.unit.nama, p.get_jenis_display(), tanggal(p.mulai), tanggal(p.reevaluasi_paling_lambat)) for p in held]
    return _predicate(periode, row, _names(p.get_jenis_display() for p in held), lines)


def _predicate(periode: Periode, row: Keputusan | None, names: str, lines: Iterable[tuple[str, ...]]) -> DataKeputusan:
    profil = get_profil(periode.profil)
    tahun = row.tanggal.year if row else periode.tahun
    return _decree(
        periode,
        row,
        bentuk="Keputusan pemberian predikat Zona Integritas",
        tentang=(row and row.tentang) or f"Pemberian predikat {names} tahun {tahun}",
        menimbang=(
            "bahwa unit kerja yang tercantum dalam Lampiran telah dievaluasi dan memenuhi ambang batas serta syarat "
            f"predikat {names};",
            f"bahwa predikat tersebut ditetapkan atas {profil.wbk.atas} sesuai dengan {profil.wbk.pasal};",
        ),
        diktum=(
            f"Memberikan predikat kepada unit kerja {LAMPIRAN}.",
            "Unit kerja sebagaimana dimaksud dalam Diktum KESATU wajib menjaga dan meningkatkan pembangunan Zona "
            "Integritas, dan dievaluasi kembali paling lambat pada tanggal yang tercantum dalam Lampiran.",
            "Predikat dapat dicabut apabila unit kerja tidak lagi memenuhi syarat predikat.",
            BERLAKU,
        ),
        lampiran="DAFTAR UNIT KERJA PENERIMA PREDIKAT",
        kolom=("NO", "UNIT KERJA", "PREDIKAT", "BERLAKU SEJAK", "EVALUASI ULANG PALING LAMBAT"),
        lebar=("w6", "", "w22", "w17", "w20"),
        baris=tuple((str(n), *line) for n, line in enumerate(lines, 1)),
        kosong="Tidak ada predikat yang bertaut pada keputusan ini",
    )


def _revocation(periode: Periode, row: Keputusan | None, held: Sequence[Predikat]) -> DataKeputusan:
    names = _names(p.get_jenis_display() for p in held)
    return _decree(
        periode,
        row,
        sumber=f"predikat {held[0].pk}",
        bentuk="Keputusan pencabutan predikat Zona Integritas",
        tentang=(row and row.tentang) or f"Pencabutan predikat {names}",
        menimbang=(
            f"bahwa predikat {names} pada unit kerja yang tercantum dalam Lampiran telah ditinjau dan unit kerja telah "
            "diberi kesempatan memberikan klarifikasi;",
            "bahwa berdasarkan hasil peninjauan, unit kerja tersebut tidak lagi memenuhi syarat predikat;",
        ),
        diktum=(
            f"Mencabut predikat unit kerja {LAMPIRAN}.",
            "Sejak pencabutan, keputusan pemberian predikat dinyatakan tidak berlaku bagi unit kerja sebagaimana "
            "dimaksud dalam Diktum KESATU.",
            "Unit kerja sebagaimana dimaksud dalam Diktum KESATU dapat diusulkan kembali paling cepat dua tahun sejak "
            "tanggal pencabutan.",
            BERLAKU,
        ),
        lampiran="DAFTAR UNIT KERJA YANG DICABUT PREDIKATNYA",
        kolom=("NO", "UNIT KERJA", "PREDIKAT", "KEPUTUSAN PEMBERIAN", "DICABUT PADA"),
        lebar=("w6", "", "w22", "w22", "w17"),
        baris=tuple(
            (str(n), p.unit.nama, p.get_jenis_display(), f"Nomor {p.keputusan.nomor}", _day(p.dicabut_pada))
            for n, p in enumerate(held, 1)
        ),
        kosong="Tidak ada predikat yang dicabut dengan keputusan ini",
    )


def _names(labels: Iterable[str]) -> str:
    return " dan ".join(dict.fromkeys(labels))


def _day(day: date | None) -> str:
    return tanggal(day) if day else BELUM


def _decree(
    periode: Periode,
    row: Keputusan | None,
    *,
    tentang: str,
    menimbang: tuple[str, ...],
    diktum: tuple,
    sumber: str = "",
    **rest,
) -> DataKeputusan:
    """What all decrees of the kepala daerah share: letterhead, legal bases, the last consideration, the signature."""
    instansi, profil = periode.instansi, get_profil(periode.profil)
    jabatan = instansi.jabatan_kepala
    return DataKeputusan(
        sumber=f"keputusan {row.pk}" if row else sumber or f"periode {periode.pk}",
        tahun=periode.tahun,
        unit=instansi.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, None),
        draf=row is None,
        penanda=(_signature(periode, row),),
        pejabat=jabatan,
        oleh_kepala_unit=False,
        nomor=row.nomor if row else "",
        tentang=tentang,
        menimbang=(*menimbang, last_consideration(jabatan, tentang, len(menimbang))),
        mengingat=legal_bases(profil),
        diktum=numbered(diktum),
        **rest,
    )


def last_consideration(pejabat: str, tentang: str, before: int) -> str:
    letters = "huruf a" if before == 1 else f"huruf a dan huruf {chr(ord('a') + before - 1)}"
    return (
        f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {letters}, perlu menetapkan Keputusan {pejabat} "
        f"tentang {tentang};"
    )


def legal_bases(profil: ProfilRegulasi) -> tuple[str, ...]:
    return profil.rencana.section("dasar_hukum").teks


def _signature(periode: Periode, row: Keputusan | None) -> TandaTangan:
    """The kepala daerah; the name in the record wins, for a decree may be older than today's office holder."""
    instansi = periode.instansi
    block = region_head(instansi, row.tanggal.isoformat() if row else "")
    recorded = row.penanda_tangan.strip() if row else ""
    if recorded.endswith(f", {block.jabatan}"):
        return TandaTangan(block.tempat, block.tanggal, block.jabatan, recorded.removesuffix(f", {block.jabatan}"))
    return block
