"""Prepare a quarterly report, write its sections, and take it through its steps."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from action_plans import access, narrative, report_data
from action_plans.due import quarter_begun
from action_plans.models import BagianLaporan, LaporanTriwulan, RencanaAksi
from action_plans.naskah import form_of
from action_plans.report_data import DataTriwulan
from action_plans.report_workflow import WORKFLOW
from action_plans.services.sections import ALL, Penulisan
from units.access import require
from units.choices import ROMAN, JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import PembangunanZI, Peran, User
from units.notices import holders, notify
from units.transitions import perform

J = JenisPeran
PENERIMA = (J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI)


@transaction.atomic
def create_laporan(*, pembangunan: PembangunanZI, triwulan: int, by: Peran) -> LaporanTriwulan:
    """The quarter's report with every section drafted from the data; the one that exists already is returned."""
    require(access.can_prepare_laporan(by, pembangunan), access.PENYUSUN_LAPORAN, what="Menyusun laporan triwulan")
    if not RencanaAksi.objects.filter(pembangunan=pembangunan, versi__gt=0).exists():
        raise Ditolak(
            "Laporan disusun dari rencana aksi yang telah disetujui. Rencana aksi unit ini belum pernah disetujui."
        )
    if not quarter_begun(pembangunan.periode.tahun, triwulan, timezone.localdate()):
        raise Ditolak(f"Triwulan {ROMAN[triwulan]} {pembangunan.periode.tahun} belum mulai.")
    laporan, created = LaporanTriwulan.objects.get_or_create(
        pembangunan=pembangunan, triwulan=triwulan, defaults={"disusun_oleh": by}
    )
    if created:
        texts = draft_texts(laporan)
        BagianLaporan.objects.bulk_create(
            BagianLaporan(laporan=laporan, kode=kode, isi=isi, updated_by=by.user) for kode, isi in texts.items()
        )
        record(laporan, by=by, tindakan="Menyusun laporan dari data")
    return laporan


def draft_texts(laporan: LaporanTriwulan, data: DataTriwulan | None = None) -> dict[str, str]:
    """What the portal would write into each section from the data of today, or from `data` when it is at hand."""
    data = data or report_data.collect(laporan, today=timezone.localdate())
    unit = laporan.pembangunan.unit
    return narrative.draft_sections(data, form=form_of(laporan), unit=unit.nama, instansi=unit.instansi.nama)


def _lock(laporan: LaporanTriwulan, by: Peran, kode: str) -> LaporanTriwulan:
    """The report's row is the lock of all its sections: nobody writes while it is being submitted."""
    locked = LaporanTriwulan.objects.select_for_update().get(pk=laporan.pk)
    if locked.status != LaporanTriwulan.Status.DRAF:
        raise Ditolak(f"Laporan ini berstatus “{locked.get_status_display()}” dan tidak dapat disunting lagi.")
    if kode == ALL:
        may, who = access.can_prepare_laporan(by, locked.pembangunan), access.PENYUSUN_LAPORAN
    else:
        may, who = kode in access.editable_sections(by, locked, form_of(locked)), access.PENYUNTING_LAPORAN
    require(may, who, what="Menyunting laporan ini")
    return locked


penulisan = Penulisan(_lock, form_of, draft_texts)
save_section = penulisan.save_section
redraft_section = penulisan.redraft_section
redraft_untouched = penulisan.redraft_untouched


# --- steps -------------------------------------------------------------------------------------------------


@transaction.atomic
def take_step(*, laporan: LaporanTriwulan, name: str, by: Peran, alasan: str = "") -> LaporanTriwulan:
    """One step of the workflow, and word of it to those who act next or wait for it."""
    done = perform(WORKFLOW, laporan, name, by=by, alasan=alasan)
    judul, users = _news(done, name)
    pesan = f"{WORKFLOW.get(name).label}: {done}."
    if alasan.strip():
        pesan += f"\nAlasan: {alasan.strip()}"
    others = [u for u in users if u.pk != by.user_id]
    notify(others, judul=judul, pesan=pesan, tautan=reverse("laporan_detail", args=[done.pk]))
    return done


def _news(laporan: LaporanTriwulan, name: str) -> tuple[str, list[User]]:
    unit = laporan.pembangunan.unit
    title = f"Laporan Triwulan {ROMAN[laporan.triwulan]} {laporan.pembangunan.periode.tahun} {unit.nama}"

    def people(*jenis: str) -> list[User]:
        return holders(*jenis, instansi_id=unit.instansi_id, unit_id=unit.pk)

    def inspektorat() -> list[User]:
        return holders(*PENERIMA, instansi_id=unit.instansi_id)

    words, users = {
        "submit": ("menunggu persetujuan Anda", lambda: people(J.KEPALA_UNIT)),
        "approve": ("telah disetujui Kepala Unit Kerja", lambda: people(J.KETUA_TIM)),
        "send_back": ("dikembalikan oleh Kepala Unit Kerja", lambda: people(J.KETUA_TIM)),
        "send": ("disampaikan kepada Inspektorat", lambda: [*inspektorat(), *people(J.KETUA_TIM)]),
        "receive": ("telah diterima Inspektorat", lambda: people(J.KEPALA_UNIT, J.KETUA_TIM)),
        "refuse": ("dikembalikan Inspektorat untuk diperbaiki", lambda: people(J.KEPALA_UNIT, J.KETUA_TIM)),
    }[name]
    return f"{title} {words}"[:200], users()
