"""Lampiran III: draf -> diajukan (Tim Pembina) -> disetujui (mengetahui Inspektur) -> disampaikan (kepala daerah).

Pergub Kalbar 20/2017 Pasal 7: the result of coaching is reported to the kepala daerah.
"""

from django.utils import timezone

from action_plans import access, coaching_narrative
from action_plans.coaching_data import span_of
from action_plans.coaching_naskah import form_of, freeze
from action_plans.models import LaporanPembinaan, VersiLaporanPembinaan
from units.findings import Temuan, galat, peringatan
from units.models import Peran
from units.profiles import Formulir
from units.transitions import Transition, Workflow

S = LaporanPembinaan.Status


def check_laporan(laporan: LaporanPembinaan) -> list[Temuan]:
    """What stands against submitting, and what the team should know."""
    texts = dict(laporan.bagian.values_list("kode", "isi"))
    found = text_findings(texts, form=form_of(laporan))
    if not laporan.tim.exists():
        found.append(
            galat("tanpa_tim", "Pilih paling sedikit satu anggota Tim Pembina yang menandatangani.", "Susunan tim")
        )
    _, end = span_of(laporan.periode.tahun, laporan.rentang)
    if timezone.localdate() <= end:
        found.append(peringatan("rentang_berjalan", "Periode laporan belum berakhir; angkanya masih dapat berubah."))
    return found


def text_findings(texts: dict[str, str], *, form: Formulir) -> list[Temuan]:
    """Plain data in: every section is written, and no mark is left where only people know."""
    found = []
    for b in coaching_narrative.text_sections(form):
        text = texts.get(b.kode, "").strip()
        where = f"{b.nomor} {b.judul}"
        if not text:
            found.append(galat("bagian_kosong", f"Bagian “{where}” belum diisi.", b.judul))
        elif mark := coaching_narrative.ISIAN.search(text):
            found.append(
                galat("isian_belum_lengkap", f"Bagian “{where}” masih memuat tanda {mark[0]}. Lengkapi.", b.judul)
            )
    return found


def _submitted(laporan: LaporanPembinaan, *, by: Peran, alasan: str) -> None:
    laporan.diajukan_oleh = by


def _approved(laporan: LaporanPembinaan, *, by: Peran, alasan: str) -> None:
    """Freeze text, figures, team and signatory as the next version."""
    now = timezone.now()
    last = laporan.versi_list.first()
    VersiLaporanPembinaan.objects.create(
        laporan=laporan,
        nomor=last.nomor + 1 if last else 1,
        isi=freeze(laporan, by=by, at=now),
        disetujui_oleh=by,
        disetujui_at=now,
    )
    laporan.disetujui_oleh, laporan.disetujui_at = by, now


def _reopened(laporan: LaporanPembinaan, *, by: Peran, alasan: str) -> None:
    laporan.disetujui_oleh = laporan.disetujui_at = None


def _sent(laporan: LaporanPembinaan, *, by: Peran, alasan: str) -> None:
    laporan.disampaikan_at = timezone.now()


WORKFLOW = Workflow(
    name="Laporan Tim Pembina ZI",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "submit", "Ajukan", (S.DRAF,), S.DIAJUKAN, access.can_submit_pembinaan, access.PENYUSUN_PEMBINAAN,
            check=check_laporan, effect=_submitted,
            confirm="Laporan diajukan kepada Inspektur dan tidak dapat disunting selama diperiksa.",
        ),
        Transition(
            "approve", "Setujui", (S.DIAJUKAN,), S.DISETUJUI, access.can_approve_pembinaan, access.PENYETUJU_PEMBINAAN,
            effect=_approved,
            confirm="Anda mengetahui laporan ini. Isi, angka, dan susunan timnya dibekukan.",
        ),
        Transition(
            "send_back", "Kembalikan", (S.DIAJUKAN, S.DISETUJUI), S.DRAF, access.can_return_pembinaan, access.INSPEKTUR,
            effect=_reopened, reason_required=True,
            confirm="Laporan kembali menjadi Draf dan Tim Pembina diberi tahu alasannya.",
        ),
        Transition(
            "send", "Sampaikan kepada kepala daerah", (S.DISETUJUI,), S.DISAMPAIKAN, access.can_send_pembinaan,
            f"{access.PENYUSUN_PEMBINAAN}; atau {access.INSPEKTUR}", effect=_sent,
            confirm="Laporan yang telah disetujui disampaikan kepada kepala daerah dan tidak dapat ditarik kembali.",
        ),
    ),
)  # fmt: skip
