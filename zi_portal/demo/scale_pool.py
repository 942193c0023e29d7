"""Assessments that were really scored, to be copied: a nation's fourteen million answers are written inside the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from evaluation.lke.scoring import score
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN
from evaluation.models import Instrumen
from evaluation.result_data import build, freeze
from evaluation.services.assessment import content_of
from evaluation.services.summary import summary_fields
from units.choices import Area
from zi_portal.demo import scale_words as words
from zi_portal.demo.scale_store import encode_json

MUTU = 12  # levels of quality in the pool
PER_MUTU = 5
BERCATATAN = 0.06  # share of answers with a note


@dataclass(frozen=True, slots=True)
class Contoh:
    """An assessment of the pool: its number, and the figures lists read."""

    nomor: int
    ringkasan: dict[str, Any]


class Kolam:
    """Assessments of twelve levels of quality, five of each, kept in two temporary tables of this connection."""

    def __init__(self, instrumen: Instrumen, random: Random) -> None:
        self.random = random
        self.isi, self.ambang = content_of(instrumen)
        self.versi = instrumen.versi
        self._make_tables()
        self.contoh = [
            [self._make(level * PER_MUTU + n, level / (MUTU - 1)) for n in range(PER_MUTU)] for level in range(MUTU)
        ]

    def draw(self, mutu: float) -> Contoh:
        return self.random.choice(self.contoh[max(0, min(MUTU - 1, int(mutu)))])

    def fill(self, pairs: Sequence[tuple[int, Contoh]]) -> None:
        """Give each stored assessment (by key) the answers and the frozen result of its example."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM zi_pasangan")
            cursor.executemany(
                "INSERT INTO zi_pasangan (penilaian, contoh) VALUES (%s, %s)", [(pk, c.nomor) for pk, c in pairs]
            )
            cursor.execute(
                "UPDATE evaluation_penilaian SET hasil = c.hasil FROM zi_pasangan p JOIN zi_contoh c ON c.nomor = p.contoh "
                "WHERE evaluation_penilaian.id = p.penilaian"
            )
            cursor.execute(
                "INSERT INTO evaluation_jawaban (penilaian_id, kode, nilai, catatan, tautan, versi, updated_at) "
                "SELECT p.penilaian, j.kode, j.nilai, j.catatan, '', 1, %s "
                "FROM zi_pasangan p JOIN zi_contoh_jawaban j ON j.nomor = p.contoh ORDER BY p.penilaian",
                [timezone.now()],
            )

    def _make_tables(self) -> None:
        json = "jsonb" if connection.vendor == "postgresql" else "text"
        tables = {
            "zi_contoh": f"nomor integer, hasil {json}",
            "zi_contoh_jawaban": f"nomor integer, kode varchar(40), nilai {json}, catatan text",
            "zi_pasangan": "penilaian bigint, contoh integer",
        }
        with connection.cursor() as cursor:
            for name, columns in tables.items():
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
                cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")

    def _make(self, nomor: int, quality: float) -> Contoh:
        answers = {kode: _answer(soal, self.random, quality) for kode, soal in self.isi.pertanyaan.items()}
        result = build(score(self.isi, answers), self.ambang, versi=self.versi, target="WBK")
        frozen = {**freeze(result), "jawaban": {kode: {"nilai": nilai} for kode, nilai in answers.items()}}
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO zi_contoh VALUES (%s, %s)", [nomor, encode_json(frozen)])
            cursor.executemany(
                "INSERT INTO zi_contoh_jawaban VALUES (%s, %s, %s, %s)",
                [(nomor, kode, encode_json(nilai), self._note()) for kode, nilai in answers.items()],
            )
        return Contoh(nomor, summary_fields(result))

    def _note(self) -> str:
        if self.random.random() > BERCATATAN:
            return ""
        return words.sentence(self.random.choice(Area.pengungkit()), self.random)


def _answer(soal, random: Random, quality: float) -> object:
    if soal.jenis == JENIS_INDEKS:
        return f"{min(4.0, 3.1 + 0.9 * quality + random.uniform(-0.1, 0.1)):.2f}"
    if soal.jenis == JENIS_PERSEN:
        return _counts(soal, quality)
    letters = list(soal.skala)
    return letters[min(int(random.expovariate(1 / (0.25 + 1.1 * (1 - quality)))), len(letters) - 1)]


def _counts(soal, quality: float) -> dict[str, int]:
    """Ten owed, and as many done as the quality says; counts that measure wrongs stay at zero."""
    wrong = {"disanksi", "diproses", "tahun_lalu", "tahun_ini", "lainnya"}
    done = {"sudah", "selesai", "tercapai", "terintegrasi", "dipermudah"}
    few = max(1, round(10 * (0.45 + 0.55 * quality)))
    return {name: 0 if name in wrong else few if name in done else 10 for name in soal.isian}
