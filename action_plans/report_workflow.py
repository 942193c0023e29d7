"""Draf -> diajukan -> disetujui -> disampaikan -> diterima, and the ways back (Pergub Kalbar 20/2017 Pasal 4)."""

import json
from datetime import date

from django.utils import timezone

from action_plans import access, narrative, naskah, report_data
from action_plans.due import quarter_ended
from action_plans.models import LaporanTriwulan
from action_plans.report_data import DataTriwulan
from units.findings import Temuan, galat, peringatan
from units.history import record
from units.models import Peran
from units.profiles import Formulir
from units.transitions import Transition, Workflow

S = LaporanTriwulan.Status


def check_complete(laporan: LaporanTriwulan) -> list[Temuan]:
    texts = dict(laporan.bagian.values_list("kode", "isi"))
    data = report_data.collect(laporan, today=timezone.localdate())
    return findings_of(texts, data, form=naskah.form_of(laporan))


def findings_of(texts: dict[str, str], data: DataTriwulan, *, form: Formulir) -> list[Temuan]:
    """What stands against submitting (galat) and what the ketua should know (peringatan). Plain data in."""
    return [*_text_findings(texts, form), *_figure_findings(data)]


def _text_findings(texts: dict[str, str], form: Formulir) -> list[Temuan]:
    found = []
    for b in narrative.text_sections(form):
        text = texts.get(b.kode, "").strip()
        if not text:
            found.append(galat("bagian_kosong", f"Bagian “{b.nomor}. {b.judul}” belum diisi."))
        elif narrative.ISIAN in text:
            pesan = f"Bagian “{b.nomor}. {b.judul}” masih memuat tanda {narrative.ISIAN}. Lengkapi kalimatnya."
            found.append(galat("isian_belum_lengkap", pesan))
    return found


def _figure_findings(data: DataTriwulan) -> list[Temuan]:
    rows = [b for area in data.area for b in area.butir]
    found = []
    if not quarter_ended(data.tahun, data.triwulan, date.fromisoformat(data.per_tanggal)):
        found.append(peringatan("triwulan_berjalan", "Triwulan ini belum berakhir; angka laporan masih dapat berubah."))
    silent = sum(b.persen == 0 and not b.is_selesai and not b.catatan and not b.kendala for b in rows)
    if silent:
        found.append(
            peringatan("tanpa_realisasi", f"{silent} dari {len(rows)} target triwulan ini belum ada realisasinya.")
        )
    bare = sum(b.lacks_evidence for b in rows)
    if bare:
        found.append(peringatan("tanpa_bukti", f"{bare} target berstatus selesai tanpa data dukung."))
    return found


def _submitted(laporan: LaporanTriwulan, *, by: Peran, alasan: str) -> None:
    laporan.diajukan_oleh = by


def _approved(laporan: LaporanTriwulan, *, by: Peran, alasan: str) -> None:
    """Freeze; the copy in the history stays even if the report is returned later."""
    now = timezone.now()
    laporan.data = naskah.freeze(laporan, by=by, at=now)
    laporan.disetujui_oleh, laporan.disetujui_at = by, now
    record(
        laporan,
        by=by,
        tindakan="Membekukan naskah",
        kolom=naskah.NASKAH,
        ke=json.dumps(laporan.data, ensure_ascii=False),
    )


def _sent(laporan: LaporanTriwulan, *, by: Peran, alasan: str) -> None:
    laporan.dikirim_at = laporan.dikirim_at or timezone.now()


def _received(laporan: LaporanTriwulan, *, by: Peran, alasan: str) -> None:
    laporan.diterima_at = timezone.now()


def _reopened(laporan: LaporanTriwulan, *, by: Peran, alasan: str) -> None:
    laporan.data = {}
    laporan.disetujui_oleh = laporan.disetujui_at = None


WORKFLOW = Workflow(
    name="Laporan triwulan",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "submit",
            "Ajukan",
            (S.DRAF,),
            S.DIAJUKAN,
            access.can_submit_laporan,
            access.PENYUSUN_LAPORAN,
            check=check_complete,
            effect=_submitted,
            confirm="Laporan diajukan kepada Kepala Unit Kerja dan tidak dapat disunting selama diperiksa.",
        ),
        Transition(
            "approve",
            "Setujui",
            (S.DIAJUKAN,),
            S.DISETUJUI,
            access.can_approve_laporan,
            access.PENYETUJU_LAPORAN,
            effect=_approved,
            confirm="Angka dan isi laporan dibekukan; perubahan rencana dan realisasi sesudah ini tidak mengubahnya.",
        ),
        Transition(
            "send_back",
            "Kembalikan",
            (S.DIAJUKAN, S.DISETUJUI),
            S.DRAF,
            access.can_return_laporan,
            "Kepala Unit Kerja unit ini",
            effect=_reopened,
            reason_required=True,
            confirm="Laporan kembali menjadi Draf dan Ketua Tim diberi tahu alasannya.",
        ),
        Transition(
            "send",
            "Sampaikan ke Inspektorat",
            (S.DISETUJUI,),
            S.DISAMPAIKAN,
            access.can_send_laporan,
            "Kepala Unit Kerja unit ini",
            effect=_sent,
            confirm="Laporan yang telah disetujui disampaikan kepada Inspektorat dan tidak dapat ditarik kembali.",
        ),
        Transition(
            "receive",
            "Terima",
            (S.DISAMPAIKAN,),
            S.DITERIMA,
            access.can_receive_laporan,
            access.PENERIMA_LAPORAN,
            effect=_received,
            confirm="Laporan dicatat telah diterima oleh Inspektorat dan selesai.",
        ),
        Transition(
            "refuse",
            "Kembalikan untuk diperbaiki",
            (S.DISAMPAIKAN,),
            S.DRAF,
            access.can_receive_laporan,
            access.PENERIMA_LAPORAN,
            effect=_reopened,
            reason_required=True,
            confirm="Laporan kembali menjadi Draf di unit kerja; naskah yang pernah disetujui tetap tersimpan dalam riwayat.",
        ),
    ),
)
