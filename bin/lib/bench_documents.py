"""A long Lampiran II: the whole job (claim, queries, layout, heartbeat, storing) against WeasyPrint on the same HTML."""

from bench_data import make_plan
from weasyprint import CSS, HTML

from action_plans.services import report
from reports import services
from reports.data.laporan import read_laporan
from reports.layouts import CSS_FILE, DRAFT_MARK_FILE, html_of
from reports.models import Dokumen
from reports.pdf import DRAFT_CSS, VARIANT, ClosedFetcher
from units.models import StatusPekerjaan
from units.notices import without_email

ROUNDS = 3
ACTIONS = 420  # about 40 pages


def document_rows(paired, verdict) -> list[tuple[str, ...]]:
    world, rencana = make_plan(ACTIONS, long=True)
    ketua = world.peran["ketua_tim"]
    with without_email():
        laporan = report.create_laporan(pembangunan=rencana.pembangunan, triwulan=1, by=ketua)
    data = read_laporan(laporan)
    html, draft_mark = html_of(data), DRAFT_MARK_FILE.read_bytes()
    dokumen = Dokumen.objects.create(
        jenis=Dokumen.Jenis.LAMPIRAN_II,
        pembangunan=rencana.pembangunan,
        laporan=laporan,
        sidik="0" * 64,
        isi=services.to_json(data),
        draf=data.is_draf,
        diminta_oleh=ketua,
    )

    def job() -> None:
        Dokumen.objects.filter(pk=dokumen.pk).update(status=StatusPekerjaan.DIMINTA, percobaan=0)
        services.render_dokumen(dokumen.pk)

    def raw() -> None:
        fetcher = ClosedFetcher({"draf": (draft_mark, "image/svg+xml")})
        sheets = [CSS(string=text, url_fetcher=fetcher) for text in (CSS_FILE.read_text(), DRAFT_CSS)]
        HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=sheets, pdf_variant=VARIANT, pdf_tags=True)

    job_ms, raw_ms = paired(job, raw, rounds=ROUNDS, warmup=1)
    dokumen.refresh_from_db()
    assert dokumen.status == StatusPekerjaan.JADI, dokumen.pesan
    ratio = job_ms / raw_ms
    return [
        (
            "Lampiran II",
            str(dokumen.halaman),
            f"{job_ms:.0f}",
            f"{raw_ms:.0f}",
            f"{ratio:.2f}",
            "<= 1.1",
            verdict(ratio, 1.1),
        )
    ]
