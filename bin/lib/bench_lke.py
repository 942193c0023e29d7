"""The LKE core against its limits: these are seconds, not ratios, because a person waits for them."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from evaluation.lke.path import find_path
from evaluation.lke.scoring import score
from evaluation.lke.threshold import judge, shipped_ambang
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.importing import read_workbook
from evaluation.lke.workbook.writing import write_workbook
from tests.evaluation.lke_cases import LKE_2021, random_answers
from tests.evaluation.ministry_form import build_form

HEAD = ("LKE 2021", "runs", "median ms", "worst ms", "limit", "")
SAMPEL = 200
Row = tuple[str, ...]


def lke_rows() -> list[Row]:
    rng = random.Random(2021)  # noqa: S311 -- answers to measure with, not secrets
    filled = [random_answers(LKE_2021, rng, missing=0.05) for _ in range(SAMPEL)]
    ministry = build_form(filled[0]).save()
    hasil = [score(LKE_2021, jawaban) for jawaban in filled]
    own = write_workbook(hasil[0], IsiLKE(filled[0]))
    ambang = shipped_ambang("lke-2021")
    paths = [
        lambda item=item, predikat=predikat: find_path(ambang, predikat, item)
        for item in hasil
        for predikat in ambang.predikat
    ]
    return [
        _row("score 113 answers", [lambda j=j: score(LKE_2021, j) for j in filled], 3),
        _row("judge WBK and WBBM", [lambda h=h: judge(ambang, h) for h in hasil], 3),
        _row("way to the predicate (worst counts)", paths, 1000, worst=True),
        _row("import a ministry form", [lambda: read_workbook(ministry, LKE_2021)] * 7, 3000),
        _row("import our own form", [lambda: read_workbook(own, LKE_2021)] * 7, 3000),
        _row("write the form", [lambda: write_workbook(hasil[0], IsiLKE(filled[0]))] * 7, 3000),
        _memory(filled),
    ]


def _row(name: str, work: list[Callable[[], object]], limit: float, *, worst: bool = False) -> Row:
    work[0]()
    spent = []
    for run in work:
        begin = time.perf_counter()
        run()
        spent.append((time.perf_counter() - begin) * 1000)
    median, most = statistics.median(spent), max(spent)
    met = (most if worst else median) <= limit
    shown = f"{limit:g} ms" if limit < 1000 else f"{limit / 1000:g} s"
    return name, str(len(spent)), f"{median:.2f}", f"{most:.2f}", f"<= {shown}", "met" if met else "MISSED"


def _memory(filled: list[dict[str, object]]) -> Row:
    """10,000 assessments in one process: what is resident after the first thousand and at the end."""
    runs = 10_000
    for number in range(runs):
        score(LKE_2021, filled[number % len(filled)])
        if number == runs // 10:
            before = _resident()
    grown = _resident() - before
    met = "met" if grown < 1024 else "MISSED"
    return f"memory of {runs} scores", str(runs), "-", f"+{grown} KiB", "flat", met


def _resident() -> int:
    """KiB of this process in memory; Linux only, as the portal is."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4
