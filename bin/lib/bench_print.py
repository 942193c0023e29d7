"""Printing at scale: a batch with one and with two worker processes, one document over raw WeasyPrint, and what was slow in our
HTML and CSS. Ratios of one run count; seconds depend on the machine. Written to docs/bench-print.md.
"""

import gc
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench import ROOT, Row, paired, table, verdict  # sets Django up
from django.core.management import call_command
from django.db import connection
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reports import pdf
from reports.data import read_laporan
from reports.layouts import CSS_FILE, html_of
from reports.models import BarisCetak, CetakMassal, Dokumen
from reports.services import dokumen as documents
from reports.services import massal as batches
from tests.factories import World, make_world
from tests.reports.massal_worlds import approved_reports
from units.choices import JenisPeran
from units.models import Berkas, StatusPekerjaan
from units.notices import without_email

PAPERS = 200
ACTIONS = 24  # of one report
LONG = 420  # actions of the long report
LOOK_SECONDS = 0.4
ROUNDS = 5


# --- the batch ----------------------------------------------------------------------------------------------------------


class Worker:
    """Celery as bin/serve starts it, with so many processes; a look at their memory from time to time."""

    def __init__(self, processes: int) -> None:
        command = [
            str(Path(sys.executable).parent / "celery"), "--app", "zi_portal", "--quiet", "worker", "--loglevel", "ERROR",
            "--concurrency", str(processes), "--without-gossip", "--without-mingle", "--without-heartbeat",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603
        self.seen: list[tuple[int, dict[int, float]]] = []

    def look(self, done: int) -> None:
        self.seen.append((done, {pid: memory for pid in self._children() if (memory := rss(pid))}))

    def _children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def growth(self) -> float:
        """The highest level of a process over its level after the first ten documents of each, the worst of all."""
        processes = max(len(found) for _, found in self.seen)
        early = [found for done, found in self.seen if done >= 10 * processes][:1]
        late = [found for done, found in self.seen if done >= 10 * processes]
        return max(found[pid] / early[0][pid] for found in late for pid in found if pid in early[0])

    def peak(self) -> float:
        return max(memory for _, found in self.seen for memory in found.values())

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def rss(pid: int) -> float:
    """Megabytes of memory that the process alone holds; shared pages of the parent do not grow."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def run_batch(world: World, processes: int) -> tuple[float, Worker]:
    """Seconds from the first paper that was opened to the finished zip. The worker is started and idle before."""
    BarisCetak.objects.all().delete()
    CetakMassal.objects.all().delete()
    Dokumen.objects.all().delete()
    Berkas.objects.all().delete()  # else the second run finds its files
    worker = Worker(processes)
    try:
        time.sleep(6)  # until it has loaded Django and connected
        massal = batches.request_massal(
            periode=world.periode, jenis=Dokumen.Jenis.LAMPIRAN_II, triwulan=2, by=world.peran[JenisPeran.TIM_PEMBINA]
        )
        begin = time.perf_counter()
        while True:
            massal.refresh_from_db()
            done = Dokumen.objects.filter(status=StatusPekerjaan.JADI).count()
            worker.look(done)
            if massal.status not in (StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN):
                break
            time.sleep(LOOK_SECONDS)
        assert (massal.status, done) == (StatusPekerjaan.JADI, PAPERS), (massal.pesan, done)
        return time.perf_counter() - begin, worker
    finally:
        worker.stop()


def batch_rows() -> list[Row]:
    with without_email():
        world = make_world()
        approved_reports(world, PAPERS, actions=ACTIONS)
    one, alone = run_batch(world, 1)
    two, both = run_batch(world, 2)
    pages = Dokumen.objects.order_by("pk").values_list("halaman", flat=True).first()
    return [
        (f"{PAPERS} reports of {pages} pages, one process", f"{one:.1f} s", "1.00", "-", ""),
        ("the same, two processes", f"{two:.1f} s", f"{two / one:.2f}", "<= 0.6", verdict(two / one, 0.6)),
        *(
            (f"memory of a process, {name}", f"{worker.peak():.0f} MB", f"{worker.growth():.2f}", "<= 1.3",
             verdict(worker.growth(), 1.3))
            for name, worker in (("alone", alone), ("of two", both))
        ),
    ]  # fmt: skip


# --- one document -------------------------------------------------------------------------------------------------------


def raw(html: str, css: str) -> None:
    """WeasyPrint as anybody would call it."""
    fetcher = pdf.ClosedFetcher({})
    document = HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)], pdf_variant=pdf.VARIANT
    )
    document.write_pdf(pdf_variant=pdf.VARIANT, pdf_tags=True)


def one_row(name: str, html: str, dokumen: Dokumen) -> Row:
    css = CSS_FILE.read_text()

    def job() -> None:
        Dokumen.objects.filter(pk=dokumen.pk).update(status=StatusPekerjaan.DIMINTA, percobaan=0)
        documents.render_dokumen(dokumen.pk)

    job_ms, raw_ms = paired(job, lambda: raw(html, css), rounds=ROUNDS, warmup=1)
    dokumen.refresh_from_db()
    assert dokumen.status == StatusPekerjaan.JADI, dokumen.pesan
    ratio = job_ms / raw_ms
    return (name, str(dokumen.halaman), f"{job_ms:.0f}", f"{raw_ms:.0f}", f"{ratio:.2f}", "<= 1.1", verdict(ratio, 1.1))


def document_rows(world: World) -> list[Row]:
    """The reports of the batch, and one as long as a whole year's."""
    found = []
    short = Dokumen.objects.select_related("laporan__pembangunan__unit__instansi").order_by("pk").first()
    for name, laporan in (("a report of the batch", short.laporan), ("a long report", long_report(world))):
        data = read_laporan(laporan)
        asked = {"objek": laporan, "jenis": Dokumen.Jenis.LAMPIRAN_II, "data": data}
        made = documents.request_dokumen(**asked, by=world.peran[JenisPeran.TIM_PEMBINA])
        found.append(one_row(name, html_of(data), made))
    return found


def long_report(world: World):
    with without_email():
        return approved_reports(world, 1, actions=LONG, first=PAPERS + 1)[0]


# --- what was slow ------------------------------------------------------------------------------------------------------


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def changed(css: str, old: str, new: str) -> str:
    assert old in css, old
    return css.replace(old, new)


def variants(html: str) -> dict[str, Callable[[], object]]:
    """Name of a change taken back, and the document drawn without it. The first is what the portal does."""
    css = CSS_FILE.read_text()

    def ours(html: str = html) -> None:
        with pdf.quiet_gc():
            pdf.layout(html, draf=False, logo=None).write_pdf(pdf_variant=pdf.VARIANT, pdf_tags=True)

    fonts = FontConfiguration()

    def styled(text: str) -> Callable[[], None]:
        """Ours in all but the style sheet, which is read once too."""
        fetcher = pdf.ClosedFetcher({})
        sheet = CSS(string=text, url_fetcher=fetcher)

        def draw() -> None:
            with pdf.quiet_gc():
                HTML(string=html, url_fetcher=fetcher).render(
                    stylesheets=[sheet], pdf_variant=pdf.VARIANT, font_config=fonts
                ).write_pdf(pdf_variant=pdf.VARIANT, pdf_tags=True)

        return draw

    def read_anew() -> None:
        with pdf.quiet_gc():
            raw(html, css)

    def everything_collected() -> None:
        gc.disable()
        raw(html, css)
        gc.enable()
        gc.collect()

    cells = re.sub(
        r"<td>((?:<p>[^<]*</p>)+)</td>", lambda m: f"<td>{chr(10).join(re.findall(r'<p>([^<]*)</p>', m[1]))}</td>", html
    )
    return {
        "as the portal draws it": ours,
        "garbage collector left on": lambda: raw(html, css),
        "whole heap collected after each document": everything_collected,
        "style sheet and fonts read for each document": read_anew,
        "table-layout: auto": styled(changed(css, "table-layout: fixed; ", "")),
        "border-collapse: collapse": styled(
            changed(css, "border-collapse: separate; border-spacing: 0", "border-collapse: collapse")
        ),
        "hyphens: auto": styled(changed(css, "hyphens: none", "hyphens: auto")),
        "no frame cloned at page ends": styled(changed(css, "box-decoration-break: clone; ", "")),
        "rows may break": styled(changed(css, "tr { break-inside: avoid }", "")),
        "no foot on the pages": styled(re.sub(r"  @bottom-(left|right) \{[^\n]*\n", "", css)),
        "lines in cells without paragraphs": lambda: ours(cells),
    }


def variant_rows(short: str, long: str) -> list[Row]:
    """Processor time, the least of all rounds, over that of the portal's own way."""
    columns = []
    for html, rounds in ((short, 3 * ROUNDS), (long, 3)):
        drawn = variants(html)
        times: dict[str, list[float]] = {name: [] for name in drawn}
        for _ in range(rounds):
            for name, draw in drawn.items():
                times[name].append(seconds(draw))
        least = {name: min(found) for name, found in times.items()}
        columns.append({name: (found, found / least["as the portal draws it"]) for name, found in least.items()})
    return [
        (name, *(f"{cell:.2f}" if number else f"{cell * 1000:.0f}" for column in columns for number, cell in enumerate(column[name])))
        for name in columns[0]
    ]  # fmt: skip


def main() -> None:
    call_command("prepare", verbosity=0)
    batch = batch_rows()
    print(table(("batch", "measured", "ratio", "goal", ""), batch), flush=True)
    world_report = Dokumen.objects.select_related("periode").order_by("pk").first()
    world = World(world_report.periode.instansi, None, None, world_report.periode, None, None, {})
    world.peran[JenisPeran.TIM_PEMBINA] = CetakMassal.objects.first().diminta_oleh
    papers = document_rows(world)
    drawn = Dokumen.objects.order_by("pk")
    short, long = (html_of(read_laporan(d.laporan)) for d in (drawn.first(), drawn.last()))
    stack = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    load = os.getloadavg()[0]
    text = (
        f"# Printing, measured by `bin/bench --cetak`\n\nLast run: {date.today():%Y-%m-%d}, {stack}, "  # noqa: DTZ011
        f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {load:.1f} at the end.\n\n"
        "The batch runs in a real Celery worker with the queue of `bin/serve`. Memory: the highest level of a process over its "
        "level after the first ten documents. The floor of a document is WeasyPrint alone on the same HTML.\n\n"
        f"{table(('batch', 'measured', 'ratio', 'goal', ''), batch)}\n\n"
        f"{table(('document', 'pages', 'job ms', 'WeasyPrint ms', 'ratio', 'goal', ''), papers)}\n\n"
        "What was slow: each line takes one of our choices back. Over 1 it would be slower without it; processor time, least of "
        f"several rounds, of a report of {ACTIONS} and of one of {LONG} actions.\n\n"
        f"{table(('variant', 'short ms', 'ratio', 'long ms', 'ratio'), variant_rows(short, long))}\n"
    )
    print(text)
    (ROOT / "docs" / "bench-print.md").write_text(text)


if __name__ == "__main__":
    main()
