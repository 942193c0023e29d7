"""What an uploaded table of units or people would change: plain data in, findings and differences out.

No database and no clock in here. The same function answers the dry run and the recheck before the rows are written.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from units.choices import GOLONGAN_CHOICES, PANGKAT, Eselon, JenisLayanan
from units.services.unit_kerja import finds_itself_above
from units.validators import clean_nip, validate_nip
from units.xlsx import Baris, Kolom, Tabel, normalize

BARU, BERUBAH, SAMA, DITOLAK = "baru", "berubah", "sama", "ditolak"
KEADAAN = {BARU: "Baru", BERUBAH: "Berubah", SAMA: "Sama", DITOLAK: "Ditolak"}

KOLOM_UNIT = (
    Kolom(
        "kode",
        "Kode unit",
        14,
        wajib=True,
        keterangan="Kode yang tetap; baris dengan kode yang sudah ada mengubah unit itu.",
    ),
    Kolom("nama", "Nama unit kerja", 40, wajib=True),
    Kolom("induk", "Kode unit induk", 16, keterangan="Kode unit di atasnya, yang sudah ada atau ada di berkas ini."),
    Kolom("jenis_layanan", "Jenis layanan", 28, pilihan=tuple(JenisLayanan.labels)),
    Kolom("jabatan_kepala", "Jabatan kepala unit", 34, wajib=True, keterangan="Contoh: Camat Pekalongan Barat."),
    Kolom("alamat", "Alamat", 40),
    Kolom("telepon", "Telepon", 18),
    Kolom("surel", "Surel", 28),
    Kolom("situs", "Situs web", 28),
    Kolom("jumlah_pegawai", "Jumlah pegawai", 12, keterangan="Bilangan bulat."),
)
KOLOM_ORANG = (
    Kolom("nip", "NIP", 24, keterangan="18 angka. Boleh kosong bila surel diisi (misalnya pegawai non-ASN)."),
    Kolom("nama", "Nama lengkap dengan gelar", 36, wajib=True),
    Kolom(
        "email",
        "Surel",
        30,
        keterangan="Bila diisi, orang baru membuat kata sandinya sendiri lewat surel.",
        sebutan=("Email",),
    ),
    Kolom(
        "golongan",
        "Pangkat/golongan",
        26,
        pilihan=tuple(label for _, label in GOLONGAN_CHOICES),
        keterangan="Boleh golongannya saja, misalnya III/c.",
    ),
    Kolom("jabatan", "Jabatan", 32),
    Kolom("eselon", "Eselon", 10, pilihan=tuple(Eselon.labels)),
    Kolom("unit", "Unit kerja", 40, keterangan="Kode atau nama unit. Orang baru mendapat peran Pegawai di unit ini."),
)
EMPTY_CELLS = "Sel yang kosong tidak mengubah data yang sudah ada."
PETUNJUK_UNIT = (
    "Isi satu unit per baris pada lembar Data, lalu unggah berkas ini di halaman Impor.",
    "Portal memeriksa semua baris lebih dahulu dan menampilkan hasilnya; belum ada yang tersimpan sebelum Anda menerapkannya.",
    EMPTY_CELLS,
)
PETUNJUK_ORANG = (
    "Isi satu orang per baris pada lembar Data, lalu unggah berkas ini di halaman Impor.",
    "Orang dikenali dari NIP; bila NIP kosong, dari surel. Ketik NIP sebagai teks agar Excel tidak membulatkannya.",
    "Portal memeriksa semua baris lebih dahulu dan menampilkan hasilnya; belum ada yang tersimpan sebelum Anda menerapkannya.",
    EMPTY_CELLS,
)


@dataclass(frozen=True, slots=True)
class Kini:
    """The data as they are: by key the values of each row; what belongs to others; names that cells may use."""

    baris: Mapping[str, Mapping[str, Any]]
    milik_lain: frozenset[str] = frozenset()
    unit: Mapping[str, str] = field(default_factory=dict)  # words for a unit, as `unit_words` writes them -> code
    email: Mapping[str, str] = field(default_factory=dict)  # email -> key of the person who has it


@dataclass(frozen=True, slots=True)
class HasilBaris:
    """One row of the file: what it would do, and why not. `temuan` are pairs of cell and sentence."""

    nomor: int
    keadaan: str
    kunci: str
    label: str
    nilai: dict[str, Any]
    perubahan: list[list[str]]
    temuan: list[list[str]]


@dataclass(slots=True)
class _Isi:
    """A row on its way: cleaned values of the filled cells, and what is wrong so far."""

    baris: Baris
    nilai: dict[str, Any] = field(default_factory=dict)
    temuan: list[list[str]] = field(default_factory=list)
    kunci: str = ""

    def refuse(self, kolom: str, pesan: str) -> None:
        self.temuan.append([self.baris.tempat(kolom), pesan])


@dataclass(frozen=True, slots=True)
class Jenis:
    """A kind of import: its columns, how each cell is cleaned, what identifies a row, and what rows mean together."""

    kolom: tuple[Kolom, ...]
    petunjuk: tuple[str, ...]
    clean: Mapping[str, Callable[[str, Kini], Any]]
    key: Callable[[dict[str, Any], Kini], str]
    key_column: str
    together: Callable[[list[_Isi], Kini], None]

    def title(self, kunci: str) -> str:
        return next(k.judul for k in self.kolom if k.kunci == kunci)


def check_rows(
    jenis: Jenis, tabel: Tabel, kini: Kini, *, on_row: Callable[[int], None] = lambda nomor: None
) -> list[HasilBaris]:
    """Every filled row with its state. `on_row` is told how many rows have been read."""
    spoilt: dict[str, list[str]] = {}
    for hal in tabel.temuan:
        if hal.is_galat:
            spoilt.setdefault(hal.tempat, []).append(hal.pesan)
    rows = []
    for count, baris in enumerate(tabel.baris, start=1):
        rows.append(_read(jenis, baris, kini, spoilt))
        on_row(count)
    _refuse_doubles(jenis, rows)
    jenis.together(rows, kini)
    return [_result(jenis, isi, kini) for isi in rows]


def stray_findings(tabel: Tabel) -> list[dict[str, str]]:
    """Findings that belong to no row: header, unknown columns, a table that is too long."""
    cells = {place for baris in tabel.baris for place in baris.sel.values()}
    return [
        {"berat": str(hal.berat), "pesan": hal.pesan, "tempat": hal.tempat}
        for hal in tabel.temuan
        if hal.tempat not in cells
    ]


def count_states(hasil: list[HasilBaris]) -> dict[str, int]:
    found = Counter(baris.keadaan for baris in hasil)
    return {keadaan: found[keadaan] for keadaan in KEADAAN}


def _read(jenis: Jenis, baris: Baris, kini: Kini, spoilt: Mapping[str, list[str]]) -> _Isi:
    isi = _Isi(baris)
    for kolom in jenis.kolom:
        text = baris.nilai.get(kolom.kunci, "")
        broken = spoilt.get(baris.tempat(kolom.kunci), ()) if kolom.kunci in baris.sel else ()
        for pesan in broken:
            isi.refuse(kolom.kunci, pesan)
        if broken:
            continue
        if not text:
            if kolom.wajib:
                isi.refuse(kolom.kunci, f"{kolom.judul} kosong. Isi kolom ini.")
            continue
        try:
            isi.nilai[kolom.kunci] = jenis.clean[kolom.kunci](text, kini)
        except ValidationError as exc:
            isi.refuse(kolom.kunci, f"{kolom.judul} “{text[:60]}”: {' '.join(exc.messages)}")
    isi.kunci = jenis.key(isi.nilai, kini)
    return isi


def _refuse_doubles(jenis: Jenis, rows: list[_Isi]) -> None:
    first: dict[str, int] = {}
    for isi in rows:
        if not isi.kunci:
            continue
        if isi.kunci in first:
            isi.refuse(jenis.key_column, f"Sama dengan baris {first[isi.kunci]}. Hapus salah satunya.")
        first.setdefault(isi.kunci, isi.baris.nomor)


def _result(jenis: Jenis, isi: _Isi, kini: Kini) -> HasilBaris:
    before = kini.baris.get(isi.kunci)
    changes = _changes(jenis, isi.nilai, _nobody(jenis, isi) if before is None else before)
    if isi.temuan:
        keadaan = DITOLAK
    elif before is None:
        keadaan = BARU
    else:
        keadaan = BERUBAH if changes else SAMA
    label = isi.nilai.get("nama") or isi.baris.nilai.get("nama") or isi.kunci
    return HasilBaris(isi.baris.nomor, keadaan, isi.kunci, label, isi.nilai, changes, isi.temuan)


def _nobody(jenis: Jenis, isi: _Isi) -> dict[str, Any]:
    """What a new row is compared with: empty but for the key and the name, which are shown beside it anyway."""
    return {k.kunci: "" for k in jenis.kolom} | {k: isi.nilai.get(k) for k in (jenis.key_column, "nama")}


def _changes(jenis: Jenis, nilai: Mapping[str, Any], before: Mapping[str, Any]) -> list[list[str]]:
    return [
        [jenis.title(key), shown(key, before[key]), shown(key, value)]
        for key, value in nilai.items()
        if value != before[key]
    ]


def shown(key: str, value: Any) -> str:
    if key == "jenis_layanan":
        return JenisLayanan(value).label if value else ""
    if key == "golongan" and value in PANGKAT:
        return f"{PANGKAT[value]} ({value})"
    return str(value)


# --- cells -------------------------------------------------------------------------------------------------


def _text(limit: int) -> Callable[[str, Kini], str]:
    form_field = forms.CharField(max_length=limit)
    return lambda text, kini: form_field.clean(text)


EMAIL = forms.EmailField(max_length=254)
COUNT = forms.IntegerField(
    min_value=0, max_value=100_000, error_messages={"invalid": "isi dengan bilangan bulat, misalnya 24."}
)


def _email(text: str, kini: Kini) -> str:
    return EMAIL.clean(text).lower()


def _count(text: str, kini: Kini) -> int:
    return COUNT.clean(text)


def _choice(choices: list[tuple[str, str]]) -> Callable[[str, Kini], str]:
    known = {normalize(word): code for code, label in choices for word in (code, label)}

    def clean(text: str, kini: Kini) -> str:
        if normalize(text) not in known:
            raise ValidationError("tidak ada dalam daftar pilihan. Pilih salah satu dari lembar templat.")
        return known[normalize(text)]

    return clean


def _nip(text: str, kini: Kini) -> str:
    nip = clean_nip(text)
    validate_nip(nip)
    return nip


def _unit_code(text: str, kini: Kini) -> str:
    if unit_words(text) not in kini.unit:
        raise ValidationError("unit kerja ini tidak ada atau sudah nonaktif. Pakai kode atau nama unit yang terdaftar.")
    return kini.unit[unit_words(text)]


def unit_words(text: str) -> str:
    """Codes differ by a dot or a dash, so only case and spaces are forgiven."""
    return " ".join(text.split()).casefold()


# --- rows together -----------------------------------------------------------------------------------------


def _check_units_together(rows: list[_Isi], kini: Kini) -> None:
    """Parents exist, no unit stands above itself, no two units have one name."""
    codes = set(kini.baris) | {isi.kunci for isi in rows if isi.kunci}
    parents = {kode: before["induk"] or None for kode, before in kini.baris.items()}
    parents |= {isi.kunci: isi.nilai["induk"] for isi in rows if isi.kunci and "induk" in isi.nilai}
    names = {before["nama"].casefold(): kode for kode, before in kini.baris.items()}
    names = {nama: kode for nama, kode in names.items() if kode not in {isi.kunci for isi in rows}}
    for isi in rows:
        induk, nama = isi.nilai.get("induk"), isi.nilai.get("nama", "").casefold()
        if induk and induk not in codes:
            isi.refuse("induk", f"Kode unit induk “{induk}” tidak terdaftar dan tidak ada di berkas ini.")
        elif induk and finds_itself_above(isi.kunci, induk, parents):
            isi.refuse("induk", f"Unit ini akan berada di atas dirinya sendiri bila induknya “{induk}”.")
        if nama and names.setdefault(nama, isi.kunci) != isi.kunci:
            isi.refuse("nama", f"Nama ini sudah dipakai unit berkode {names[nama]}.")


def _check_people_together(rows: list[_Isi], kini: Kini) -> None:
    """Each has a NIP or an email, and neither belongs to somebody else."""
    emails = dict(kini.email)
    for isi in rows:
        nip, email = isi.nilai.get("nip"), isi.nilai.get("email")
        if not isi.kunci and not isi.temuan:
            isi.refuse("nip", "NIP dan surel kosong. Isi salah satunya.")
        if nip and nip in kini.milik_lain:
            isi.refuse("nip", "NIP ini terdaftar pada instansi lain. Hubungi pengelola portal.")
        if email and email in kini.milik_lain:
            isi.refuse("email", "Surel ini terdaftar pada instansi lain. Pakai surel lain.")
        elif email and emails.setdefault(email, isi.kunci) != isi.kunci:
            isi.refuse("email", "Surel ini dipakai orang lain. Setiap orang memerlukan surel sendiri.")


def _key_of_person(nilai: dict[str, Any], kini: Kini) -> str:
    """The NIP; else the person who has this email, who may be one that gets a NIP only now; else the email itself."""
    nip, email = nilai.get("nip", ""), nilai.get("email", "")
    owner = kini.email.get(email)
    if owner and (not nip or (nip not in kini.baris and not kini.baris[owner]["nip"])):
        return owner
    return nip or email


UNIT = Jenis(
    kolom=KOLOM_UNIT, petunjuk=PETUNJUK_UNIT, key_column="kode", together=_check_units_together,
    key=lambda nilai, kini: nilai.get("kode", ""),
    clean={
        "kode": _text(30), "nama": _text(200), "induk": _text(30), "jenis_layanan": _choice(JenisLayanan.choices),
        "jabatan_kepala": _text(150), "alamat": _text(250), "telepon": _text(50), "surel": _email, "situs": _text(150),
        "jumlah_pegawai": _count,
    },
)  # fmt: skip
ORANG = Jenis(
    kolom=KOLOM_ORANG, petunjuk=PETUNJUK_ORANG, key_column="nip", together=_check_people_together, key=_key_of_person,
    clean={
        "nip": _nip, "nama": _text(150), "email": _email, "golongan": _choice(GOLONGAN_CHOICES), "jabatan": _text(150),
        "eselon": _choice(Eselon.choices), "unit": _unit_code,
    },
)  # fmt: skip
JENIS = {"unit": UNIT, "orang": ORANG}
