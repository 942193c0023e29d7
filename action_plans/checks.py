"""What must be true before a plan is submitted. One check, one function: a frozen plan in, findings out."""

from collections.abc import Callable, Iterable
from typing import Any

from action_plans.plan_data import sections
from units.choices import Area, Aspek
from units.findings import Temuan, galat, peringatan
from units.profiles import ProfilRegulasi

Isi = dict[str, Any]
Baris = list[tuple[int, dict[str, Any]]]
SEBUT = 12  # how many row numbers a sentence names


def check_plan(isi: Isi, profil: ProfilRegulasi) -> list[Temuan]:
    """All findings of a plan in the shape of VersiRencana.isi."""
    rows = list(enumerate(isi["aksi"], start=1))
    found = [*check_texts(isi), *check_not_empty(rows)]
    if rows:
        found += [t for check in ROW_CHECKS for t in check(rows)]
        found += check_areas(rows, profil)
    return found


def check_texts(isi: Isi) -> list[Temuan]:
    names = (("dasar", "A. Dasar"), ("maksud_tujuan", "B. Maksud dan tujuan"))
    return [
        galat("teks_kosong", f"Bagian “{judul}” belum diisi.", f"Bagian {judul[0]}")
        for kunci, judul in names
        if not isi[kunci].strip()
    ]


def check_not_empty(rows: Baris) -> list[Temuan]:
    return [] if rows else [galat("tanpa_aksi", "Rencana belum memuat satu aksi pun.")]


def check_action(rows: Baris) -> list[Temuan]:
    return _about(rows, lambda r: not r["aksi"].strip(), "aksi_kosong", "belum berisi uraian rencana aksi")


def check_time(rows: Baris) -> list[Temuan]:
    """Every action has its months, or says in words on which occasion it is done."""
    return [
        *_about(rows, lambda r: not r["bulan"] and not _says_when(r), "tanpa_waktu", "belum mempunyai target waktu"),
        *_about(rows, lambda r: not r["bulan"] and _says_when(r), "insidental",
                "tidak menyebut bulan dan diperlakukan sebagai kegiatan insidental", make=peringatan),
    ]  # fmt: skip


def _says_when(row: dict[str, Any]) -> bool:
    return any(letter.isalpha() for letter in row["target_waktu"])


def check_person(rows: Baris) -> list[Temuan]:
    return _about(rows, lambda r: not r["penanggung_jawab"], "tanpa_pj", "belum mempunyai penanggung jawab")


def check_evidence(rows: Baris) -> list[Temuan]:
    return _about(rows, lambda r: not r["bukti_fisik"].strip(), "tanpa_bukti", "belum menyebutkan bukti fisik")


def check_doubles(rows: Baris) -> list[Temuan]:
    seen: dict[tuple, int] = {}
    twice: Baris = []
    for number, row in rows:
        key = (row["area"], row["aspek"], row["indikator"].casefold(), " ".join(row["aksi"].casefold().split()))
        if seen.setdefault(key, number) != number:
            twice.append((number, row))
    return _about(
        twice, lambda r: bool(r["aksi"].strip()), "aksi_ganda", "sama persis dengan aksi sebelumnya", make=peringatan
    )


ROW_CHECKS: tuple[Callable[[Baris], list[Temuan]], ...] = (
    check_action, check_time, check_person, check_evidence, check_doubles,
)  # fmt: skip


def check_areas(rows: Baris, profil: ProfilRegulasi) -> list[Temuan]:
    """Each of the six areas of change has an action; an empty Hasil or an empty half of an area is only pointed out."""
    used = {(r["area"], r["aspek"]) for _, r in rows}
    empty = [area for area in Area.pengungkit() if area not in {area for area, _ in used}]
    found = [galat("area_kosong", f"Area {area.label} belum mempunyai aksi.") for area in empty]
    for area, aspek, judul in sections(profil):
        if (area, aspek) not in used and area not in empty:
            where = f"{judul} ({Aspek(aspek).label})" if aspek else judul
            found.append(peringatan("bagian_kosong", f"Bagian {where} belum mempunyai aksi."))
    return found


def _about(
    rows: Baris, wrong: Callable[[dict[str, Any]], bool], kode: str, ujar: str, *, make: Callable[..., Temuan] = galat
) -> list[Temuan]:
    """One finding for all rows with the same fault: a plan of seventy rows stays readable."""
    numbers = [number for number, row in rows if wrong(row)]
    if not numbers:
        return []
    return [make(kode, f"{len(numbers)} aksi {ujar}.", f"No. {_list(numbers)}")]


def _list(numbers: Iterable[int]) -> str:
    items = [str(n) for n in numbers]
    rest = len(items) - SEBUT
    return ", ".join(items[:SEBUT]) + (f", dan {rest} lagi" if rest > 0 else "")
