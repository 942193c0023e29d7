"""The result of a submitted assessment as JSON. It is read back, never computed again."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.lke.numbers import koma
from evaluation.result_data.data import Aturan, Cabang, HasilLKE, NilaiArea, Predikat, Soal


def freeze(hasil: HasilLKE) -> dict[str, Any]:
    """As JSON; fractions as `n/d`, so that nothing is lost. `ringkas` is what lists read."""
    return {
        "instrumen": {"kode": hasil.kode, "nama": hasil.nama, "versi": hasil.versi, "sidik": hasil.sidik},
        "target": hasil.target,
        "pada": hasil.pada,
        "oleh": hasil.oleh,
        "ringkas": {"nilai": koma(hasil.nilai), **{p.kode: p.memenuhi for p in hasil.predikat}},
        "nilai": _cabang_data(hasil.akar),
        "ambang": [
            {"kode": p.kode, "memenuhi": p.memenuhi, "aturan": [_aturan_data(a) for a in p.aturan]}
            for p in hasil.predikat
        ],
        "area": [_area_data(a) for a in hasil.area],
        "kosong": list(hasil.kosong),
    }


def _cabang_data(item: Cabang) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "nomor": item.nomor,
        "nama": item.nama,
        "tingkat": item.tingkat,
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "hitungan": item.hitungan,
        "kosong": item.kosong,
        "anak": [_cabang_data(child) for child in item.anak],
        "soal": [_soal_data(q) for q in item.soal],
    }


def _soal_data(item: Soal) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "teks": item.teks,
        "status": item.status,
        "jawaban": item.jawaban,
        "skor": str(item.skor),
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "hitungan": item.hitungan,
        "catatan": list(item.catatan),
    }


def _aturan_data(item: Aturan) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "nama": item.nama,
        "ukuran": item.ukuran,
        "dinilai": str(item.dinilai),
        "minimum": str(item.minimum),
        "memenuhi": item.memenuhi,
        "dasar": item.dasar,
        "indeks": item.indeks,
    }


def _area_data(item: NilaiArea) -> dict[str, Any]:
    return {
        "area": item.area,
        "nama": item.nama,
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "terisi": item.terisi,
        "jumlah": item.jumlah,
        "memenuhi": item.memenuhi,
    }


def thaw(data: Mapping[str, Any]) -> HasilLKE:
    """The frozen result, as it was."""
    head = data["instrumen"]
    return HasilLKE(
        kode=head["kode"],
        nama=head["nama"],
        versi=head["versi"],
        sidik=head["sidik"],
        target=data["target"],
        akar=_read_cabang(data["nilai"]),
        predikat=thaw_predikat(data["ambang"]),
        area=tuple(
            NilaiArea(**{**a, "bobot": Fraction(a["bobot"]), "nilai": Fraction(a["nilai"])}) for a in data["area"]
        ),
        kosong=tuple(data["kosong"]),
        pada=data["pada"],
        oleh=data["oleh"],
    )


def thaw_predikat(ambang: Sequence[Mapping[str, Any]]) -> tuple[Predikat, ...]:
    """The thresholds alone, for lists that do not open the whole result."""
    return tuple(Predikat(p["kode"], p["memenuhi"], tuple(_read_aturan(a) for a in p["aturan"])) for p in ambang)


def _read_cabang(data: Mapping[str, Any]) -> Cabang:
    return Cabang(
        data["kode"],
        data["nomor"],
        data["nama"],
        data["tingkat"],
        Fraction(data["bobot"]),
        Fraction(data["nilai"]),
        data["hitungan"],
        data["kosong"],
        tuple(_read_cabang(c) for c in data["anak"]),
        tuple(_read_soal(s) for s in data["soal"]),
    )


def _read_soal(data: Mapping[str, Any]) -> Soal:
    numbers = {name: Fraction(data[name]) for name in ("skor", "bobot", "nilai")}
    return Soal(**{**data, **numbers, "catatan": tuple(data["catatan"])})


def _read_aturan(data: Mapping[str, Any]) -> Aturan:
    return Aturan(**{**data, "dinilai": Decimal(data["dinilai"]), "minimum": Decimal(data["minimum"])})
