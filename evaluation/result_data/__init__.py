"""A scored assessment as pages, exports and the frozen copy see it.

`data` says what a result is, `building` makes it from a score, `words` puts answers into words, `frozen` keeps it.
"""

from evaluation.result_data.building import area_nodes, areas, build, soal_of
from evaluation.result_data.data import Aturan, Cabang, HasilLKE, NilaiArea, Predikat, Soal
from evaluation.result_data.frozen import freeze, thaw, thaw_predikat
from evaluation.result_data.words import answer_words, formula_words

__all__ = [
    "Aturan",
    "Cabang",
    "HasilLKE",
    "NilaiArea",
    "Predikat",
    "Soal",
    "answer_words",
    "area_nodes",
    "areas",
    "build",
    "formula_words",
    "freeze",
    "soal_of",
    "thaw",
    "thaw_predikat",
]
