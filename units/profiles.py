"""Regulation profiles: what one regional regulation fixes about its forms, teams and dates, read from YAML.

A profile is never edited after use; a new regulation is a new file. The regulation's own words stay in the
files, so that this module knows their shape only.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from units.choices import Area, Aspek, JenisInstansi
from units.datafile import Simpul

FOLDER = Path(__file__).parent / "data" / "profil"
TATA_LETAK = ("s0", "s1", "s4")
ISI = ("judul", "daftar", "paragraf", "tabel")
ATURAN_TIM = ("satu_empat", "per_area", "sesuai_keputusan")
PENGGANTI = ("unit", "instansi", "tahun", "triwulan", "rentang", "kepala")
PENGGANTI_PAKTA = ("nama", "jabatan", "unit", "instansi", "tahun")
INSTRUMEN = ("lke-2014", "lke-2021")
BENTUK = ("surat", "bab")


@dataclass(frozen=True, slots=True)
class Bagian:
    """A numbered heading of a form and what stands under it.

    `isi` is judul (nothing), daftar (numbered items), paragraf, or tabel (the plan's rows of `area` and
    `aspek`); `teks` are the default items or paragraphs; `tingkat` is the depth of the heading, from 1.
    """

    kode: str
    nomor: str
    judul: str
    tingkat: int
    isi: str
    area: str
    aspek: str
    teks: tuple[str, ...]

    def default_text(self, **pengganti: object) -> tuple[str, ...]:
        return fill(self.teks, **pengganti)


@dataclass(frozen=True, slots=True)
class Formulir:
    """A form of the regulation: Lampiran head, title lines, table columns, headings in printed order."""

    tata_letak: str
    sumber: str
    lampiran: tuple[str, ...]
    judul: tuple[str, ...]
    kolom: tuple[str, ...]
    penanda_tangan: str
    bagian: tuple[Bagian, ...]

    def section(self, kode: str) -> Bagian:
        return next(item for item in self.bagian if item.kode == kode)

    def area_section(self, area: str, aspek: str = "") -> Bagian:
        """The heading of an area; forms without aspects answer for any aspect."""
        found = [item for item in self.bagian if item.area == area]
        return next((item for item in found if item.aspek == aspek), found[0])

    def label(self, area: str, aspek: str = "") -> str:
        return self.area_section(area, aspek).judul

    def title(self, **pengganti: object) -> tuple[str, ...]:
        return fill(self.judul, **pengganti)


@dataclass(frozen=True, slots=True)
class AturanTim:
    """How the unit's team must be made up; None means the regulation fixes no number."""

    kode: str
    jumlah_ketua: int | None
    jumlah_anggota: int | None
    ketua_satu_tingkat: bool
    tiap_area: bool
    ditetapkan_oleh: str
    pasal: str
    penjelasan: str


@dataclass(frozen=True, slots=True)
class UnsurTPI:
    jabatan: str
    jumlah: int | None
    dari: str


@dataclass(frozen=True, slots=True)
class AturanTPI:
    """Composition of TPI; no `unsur` means that the regulation leaves it to the decree."""

    pasal: str
    unsur: tuple[UnsurTPI, ...]


@dataclass(frozen=True, slots=True)
class PenetapanWBK:
    oleh: str
    atas: str
    pasal: str


@dataclass(frozen=True, slots=True)
class Kriteria:
    """A criterion on which candidate units are scored; `tingkat` are the words of the scores 0..highest."""

    kode: str
    nama: str
    bobot: int
    pasal: str
    tingkat: tuple[str, ...]

    @property
    def tertinggi(self) -> int:
        return len(self.tingkat) - 1


@dataclass(frozen=True, slots=True)
class AturanIdentifikasi:
    """How units are chosen; the weights of the criteria add up to 100."""

    pasal: str
    kriteria: tuple[Kriteria, ...]

    def criterion(self, kode: str) -> Kriteria | None:
        return next((k for k in self.kriteria if k.kode == kode), None)


@dataclass(frozen=True, slots=True)
class TeksPakta:
    """What an employee pledges: an opening, numbered promises, a closing."""

    pasal: str
    judul: str
    pembuka: str
    butir: tuple[str, ...]
    penutup: str

    def text(self, **pengganti: object) -> str:
        """The whole pledge as it is signed; `pengganti` are nama, jabatan, unit, tahun."""
        numbered = (f"{n}. {butir}" for n, butir in enumerate(self.butir, start=1))
        return "\n".join(fill((self.judul, "", self.pembuka, *numbered, self.penutup), **pengganti))


@dataclass(frozen=True, slots=True)
class Tenggat:
    """A default date of the programme year (MM-DD); the year's own calendar may move it."""

    kode: str
    nama: str
    tanggal: str
    mulai: str
    tahun_berikut: bool

    def on(self, tahun: int) -> date:
        return date.fromisoformat(f"{tahun + self.tahun_berikut}-{self.tanggal}")

    def starts_on(self, tahun: int) -> date | None:
        return date.fromisoformat(f"{tahun}-{self.mulai}") if self.mulai else None


@dataclass(frozen=True, slots=True)
class ProfilRegulasi:
    kode: str
    nama: str
    dasar: str
    jenis_instansi: str
    jabatan_kepala: str
    instrumen: str
    templat: str
    tim: AturanTim
    tpi: AturanTPI
    wbk: PenetapanWBK
    identifikasi: AturanIdentifikasi
    pakta: TeksPakta
    rencana: Formulir
    laporan: Formulir
    pembinaan: dict[str, Formulir]  # Lampiran III by form: surat, bab
    tenggat: tuple[Tenggat, ...]

    @property
    def aspek(self) -> tuple[str, ...]:
        """The aspects that the plan form knows: Pemenuhan and Reform under PermenPANRB 90/2021, else none."""
        return tuple(dict.fromkeys(b.aspek for b in self.rencana.bagian if b.aspek))

    def label(self, area: str, aspek: str = "") -> str:
        """The area in the words of the plan form."""
        return self.rencana.label(area, aspek)

    def deadline(self, kode: str, tahun: int) -> date:
        return next(item for item in self.tenggat if item.kode == kode).on(tahun)


def fill(teks: tuple[str, ...], **pengganti: object) -> tuple[str, ...]:
    """Put unit, instansi, tahun and so on into texts; what is not given stays visible as {..}."""
    return tuple(re.sub(r"\{(\w+)\}", lambda found: str(pengganti.get(found[1], found[0])), text) for text in teks)


@cache
def all_profiles() -> dict[str, ProfilRegulasi]:
    profiles = (load_profile(path) for path in sorted(FOLDER.glob("*.yaml")))
    return {profil.kode: profil for profil in profiles}


def get_profil(kode: str) -> ProfilRegulasi:
    """Raises KeyError for a code that no file carries."""
    return all_profiles()[kode]


# --- loading -----------------------------------------------------------------------------------------------


def load_profile(path: Path) -> ProfilRegulasi:
    root = Simpul.load(path)
    profil = ProfilRegulasi(
        kode=root.choice("kode", (path.stem,)),
        nama=root.text("nama"),
        dasar=root.text("dasar"),
        jenis_instansi=root.choice("jenis_instansi", JenisInstansi.values),
        jabatan_kepala=root.text("jabatan_kepala"),
        instrumen=root.choice("instrumen", INSTRUMEN),
        templat=root.text("templat"),
        tim=_team_rule(root.node("tim")),
        tpi=_tpi_rule(root.node("tpi")),
        wbk=_wbk(root.node("wbk")),
        identifikasi=_identification(root.node("identifikasi")),
        pakta=_pledge(root.node("pakta")),
        rencana=_form(root.node("rencana"), table=True),
        laporan=_form(root.node("laporan"), table=False),
        pembinaan=_coaching_forms(root.node("pembinaan")),
        tenggat=tuple(_deadline(node) for node in root.nodes("tenggat")),
    )
    _unique(root, "tenggat", [item.kode for item in profil.tenggat])
    root.done()
    return profil


def _team_rule(node: Simpul) -> AturanTim:
    rule = AturanTim(
        kode=node.choice("kode", ATURAN_TIM),
        jumlah_ketua=node.number("jumlah_ketua"),
        jumlah_anggota=node.number("jumlah_anggota"),
        ketua_satu_tingkat=node.flag("ketua_satu_tingkat"),
        tiap_area=node.flag("tiap_area"),
        ditetapkan_oleh=node.text("ditetapkan_oleh"),
        pasal=node.text("pasal"),
        penjelasan=node.text("penjelasan"),
    )
    node.done()
    return rule


def _tpi_rule(node: Simpul) -> AturanTPI:
    unsur = []
    for item in node.nodes("unsur"):
        unsur.append(UnsurTPI(item.text("jabatan"), item.number("jumlah"), item.text("dari")))
        item.done()
    rule = AturanTPI(node.text("pasal"), tuple(unsur))
    node.done()
    return rule


def _wbk(node: Simpul) -> PenetapanWBK:
    rule = PenetapanWBK(node.text("oleh"), node.text("atas"), node.text("pasal"))
    node.done()
    return rule


def _identification(node: Simpul) -> AturanIdentifikasi:
    rule = AturanIdentifikasi(node.text("pasal"), tuple(_criterion(item) for item in node.nodes("kriteria")))
    _unique(node, "kriteria", [item.kode for item in rule.kriteria])
    if sum(item.bobot for item in rule.kriteria) != 100:
        raise node.broken("kriteria", "the weights do not add up to 100")
    node.done()
    return rule


def _criterion(node: Simpul) -> Kriteria:
    item = Kriteria(
        kode=node.text("kode"),
        nama=node.text("nama"),
        bobot=node.number("bobot", 0) or 0,
        pasal=node.text("pasal"),
        tingkat=node.texts("tingkat"),
    )
    if len(item.tingkat) < 2:
        raise node.broken("tingkat", "a criterion needs at least two levels")
    node.done()
    return item


def _pledge(node: Simpul) -> TeksPakta:
    pledge = TeksPakta(
        pasal=node.text("pasal"),
        judul=node.text("judul"),
        pembuka=node.text("pembuka"),
        butir=node.texts("butir"),
        penutup=node.text("penutup"),
    )
    _check_placeholders(node, "teks", (pledge.pembuka, *pledge.butir, pledge.penutup), PENGGANTI_PAKTA)
    node.done()
    return pledge


def _form(node: Simpul, *, table: bool) -> Formulir:
    form = Formulir(
        tata_letak=node.choice("tata_letak", TATA_LETAK),
        sumber=node.text("sumber"),
        lampiran=node.texts("lampiran"),
        judul=node.texts("judul"),
        kolom=node.texts("kolom") if table else (),
        penanda_tangan=node.text("penanda_tangan"),
        bagian=tuple(_section(item) for item in node.nodes("bagian")),
    )
    _check_placeholders(node, "judul", form.judul)
    _unique(node, "bagian", [item.kode for item in form.bagian])
    _check_areas(node, form)
    node.done()
    return form


def _coaching_forms(node: Simpul) -> dict[str, Formulir]:
    """Lampiran III in both forms; only the one in chapters has a heading for each area."""
    forms = {bentuk: _coaching_form(node.node(bentuk), areas=bentuk == "bab") for bentuk in BENTUK}
    node.done()
    return forms


def _coaching_form(node: Simpul, *, areas: bool) -> Formulir:
    form = Formulir(
        tata_letak="s0",
        sumber=node.text("sumber"),
        lampiran=node.texts("lampiran"),
        judul=node.texts("judul"),
        kolom=(),
        penanda_tangan=node.text("penanda_tangan"),
        bagian=tuple(_section(item) for item in node.nodes("bagian")),
    )
    _check_placeholders(node, "judul", form.judul)
    _unique(node, "bagian", [item.kode for item in form.bagian])
    if areas:
        _check_areas(node, form)
    node.done()
    return form


def _section(node: Simpul) -> Bagian:
    section = Bagian(
        kode=node.text("kode"),
        nomor=node.text("nomor"),
        judul=node.text("judul"),
        tingkat=node.number("tingkat", 1) or 1,
        isi=node.choice("isi", ISI),
        area=node.choice("area", Area.values, ""),
        aspek=node.choice("aspek", Aspek.values, ""),
        teks=node.texts("teks", []),
    )
    _check_placeholders(node, "teks", section.teks)
    if section.isi == "tabel" and not section.area:
        raise node.broken("area", "a table needs its area")
    node.done()
    return section


def _deadline(node: Simpul) -> Tenggat:
    tenggat = Tenggat(
        kode=node.text("kode"),
        nama=node.text("nama"),
        tanggal=node.text("tanggal"),
        mulai=node.text("mulai", ""),
        tahun_berikut=node.flag("tahun_berikut", False),
    )
    for key in ("tanggal", "mulai"):
        value = getattr(tenggat, key)
        try:
            _ = value and date.fromisoformat(f"2001-{value}")  # a common year: 02-29 would be no yearly date
        except ValueError as exc:
            raise node.broken(key, f"{value!r} is not MM-DD") from exc
    node.done()
    return tenggat


def _check_areas(node: Simpul, form: Formulir) -> None:
    """Every area stands exactly once per aspect, so no action and no answer is left without a heading."""
    aspects = {item.aspek for item in form.bagian if item.area in Area.pengungkit()}
    expected = [(area, aspek) for area in Area.pengungkit() for aspek in aspects or {""}]
    expected += [(area, "") for area in Area.hasil()]
    found = [(item.area, item.aspek) for item in form.bagian if item.area]
    if sorted(found) != sorted(expected):
        odd = sorted(set(expected) ^ set(found)) or [pair for pair in found if found.count(pair) > 1]
        raise node.broken("bagian", f"area '{odd[0][0]}' (aspek {odd[0][1]!r}) is missing, doubled or not expected")


def _check_placeholders(node: Simpul, key: str, teks: tuple[str, ...], known: tuple[str, ...] = PENGGANTI) -> None:
    for name in re.findall(r"\{(.*?)\}", " ".join(teks)):
        if name not in known:
            raise node.broken(key, f"unknown placeholder {{{name}}}")


def _unique(node: Simpul, key: str, codes: list[str]) -> None:
    for kode in codes:
        if codes.count(kode) > 1:
            raise node.broken(key, f"kode {kode!r} stands twice")


PROFIL_CHOICES = [(profil.kode, profil.nama) for profil in all_profiles().values()]
