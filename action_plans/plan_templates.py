"""Plan templates: the rows of the regulations' Lampiran I, and real plans carried as data.

Pure data, no database: a plan is made from these rows by the service that creates it.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from units.choices import Area, Aspek
from units.datafile import Simpul

FOLDER = Path(__file__).parent / "data"
TEMPLATES = FOLDER / "templates"
PEKALONGAN_BARAT = "pekalongan-barat-2020"


@dataclass(frozen=True, slots=True)
class BarisTemplat:
    """One action of a plan; `target_waktu` is text as people write it, only real plans have it."""

    area: str
    aspek: str
    indikator: str
    aksi: str
    langkah: str = ""
    bukti_fisik: str = ""
    target_waktu: str = ""


@dataclass(frozen=True, slots=True)
class TemplatRencana:
    kode: str
    nama: str
    sumber: str
    tahun: int | None
    baris: tuple[BarisTemplat, ...]


def get_template(kode: str) -> TemplatRencana:
    """The template of a regulation profile (`ProfilRegulasi.templat`); KeyError for an unknown code."""
    return _templates()[kode]


def template_choices() -> list[tuple[str, str]]:
    return [(item.kode, item.nama) for item in _templates().values()]


@cache
def get_plan(kode: str = PEKALONGAN_BARAT) -> TemplatRencana:
    """A real plan that ships as data: the one of Kecamatan Pekalongan Barat 2020."""
    return load_template(FOLDER / f"{kode}.yaml")


def carry_to(rencana: TemplatRencana, tahun: int) -> tuple[BarisTemplat, ...]:
    """The rows with every year in their texts moved along, so that an old plan reads as this year's draft."""
    shift = tahun - (rencana.tahun or tahun)
    return tuple(
        replace(
            row,
            aksi=_shift_years(row.aksi, shift),
            langkah=_shift_years(row.langkah, shift),
            bukti_fisik=_shift_years(row.bukti_fisik, shift),
            target_waktu=_shift_years(row.target_waktu, shift),
        )
        for row in rencana.baris
    )


def _shift_years(text: str, shift: int) -> str:
    """Years from 2016 on belong to the plan; earlier ones name laws and standards (37/2012, 9001:2015)."""
    return re.sub(r"(?<![\d/:])20(?:1[6-9]|2\d)(?!\d)", lambda found: str(int(found[0]) + shift), text)


@cache
def _templates() -> dict[str, TemplatRencana]:
    loaded = (load_template(path) for path in sorted(TEMPLATES.glob("*.yaml")))
    return {item.kode: item for item in loaded}


def load_template(path: Path) -> TemplatRencana:
    """Raises DataRusak with file and key when the file breaks its own rules."""
    root = Simpul.load(path)
    baris = [row for node in root.nodes("area") for row in _area_rows(node)]
    template = TemplatRencana(
        kode=root.choice("kode", (path.stem,)),
        nama=root.text("nama"),
        sumber=root.text("sumber"),
        tahun=root.number("tahun"),
        baris=tuple(baris),
    )
    _check_unique(root, template.baris)
    root.done()
    return template


def _area_rows(node: Simpul) -> list[BarisTemplat]:
    area = node.choice("area", Area.values)
    aspek = node.choice("aspek", Aspek.values, "")
    rows = []
    for indikator in node.nodes("indikator"):
        nama = indikator.text("nama")
        for values in _actions(indikator):
            rows.append(BarisTemplat(area, aspek, nama, **values))
        indikator.done()
    node.done()
    return rows


def _actions(node: Simpul) -> list[dict[str, str]]:
    """An action is a plain text, or a mapping when steps, evidence or time are known."""
    actions = []
    for item in node.items("aksi"):
        if isinstance(item, str):
            actions.append({"aksi": item})
        else:
            keys = ("langkah", "bukti_fisik", "target_waktu")
            actions.append({"aksi": item.text("aksi"), **{key: item.text(key, "") for key in keys}})
            item.done()
    return actions


def _check_unique(root: Simpul, baris: tuple[BarisTemplat, ...]) -> None:
    seen = set()
    for row in baris:
        key = (row.area, row.aspek, row.indikator, row.aksi)
        if key in seen:
            raise root.broken("area", f"the action {row.aksi!r} stands twice under {row.indikator!r}")
        seen.add(key)
