"""Prepare a coaching report, write its sections, and take it through its steps."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from action_plans import access, coaching_narrative
from action_plans.coaching_data import DataPembinaan, collect, span_of
from action_plans.coaching_naskah import form_of, labels_of
from action_plans.coaching_report_workflow import WORKFLOW
from action_plans.models import BagianLaporanPembinaan, LaporanPembinaan, Pembinaan
from action_plans.services.coaching import tell
from action_plans.services.sections import ALL, Penulisan
from units.access import require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import PembangunanZI, Peran, Periode, User
from units.notices import holders
from units.scope import KEPALA_DAERAH_ROLES
from units.transitions import perform

J = JenisPeran


@transaction.atomic
def create_laporan(
    *, periode: Periode, pembangunan: PembangunanZI | None, bentuk: str, rentang: str, by: Peran
) -> LaporanPembinaan:
    """The report with every section drafted from the data; the one that exists already is returned.

    The team are the coaches of the period's sessions, with the one who prepares it.
    """
    require(
        access.can_prepare_pembinaan(by, periode.instansi_id, pembangunan),
        access.PENYUSUN_PEMBINAAN,
        what="Menyusun laporan Tim Pembina",
    )
    mulai, selesai = span_of(periode.tahun, rentang)
    if timezone.localdate() < mulai:
        raise Ditolak(f"{LaporanPembinaan.Rentang(rentang).label} {periode.tahun} belum mulai.")
    laporan, created = LaporanPembinaan.objects.get_or_create(
        instansi_id=periode.instansi_id,
        periode=periode,
        pembangunan=pembangunan,
        bentuk=bentuk,
        rentang=rentang,
        defaults={"disusun_oleh": by},
    )
    if created:
        texts = draft_texts(laporan)
        BagianLaporanPembinaan.objects.bulk_create(
            BagianLaporanPembinaan(laporan=laporan, kode=kode, isi=isi, updated_by=by.user)
            for kode, isi in texts.items()
        )
        held = Pembinaan.objects.filter(
            pembangunan__periode=periode,
            tanggal__range=(mulai, selesai),
            **({"pembangunan": pembangunan} if pembangunan else {}),
        )
        coaches = Peran.objects.filter(pembinaan__in=held.exclude(status=Pembinaan.Status.DRAF))
        laporan.tim.set({by.pk, *coaches.values_list("pk", flat=True)})
        record(laporan, by=by, tindakan="Menyusun laporan dari data")
    return laporan


def draft_texts(laporan: LaporanPembinaan, data: DataPembinaan | None = None) -> dict[str, str]:
    """What the portal would write into each section from the data of today, or from `data` when it is at hand."""
    return coaching_narrative.draft_sections(
        data or collect(laporan, today=timezone.localdate()),
        form=form_of(laporan),
        labels=labels_of(laporan),
        kepala=laporan.instansi.jabatan_kepala,
        instansi=laporan.instansi.nama,
    )


def _lock(laporan: LaporanPembinaan, by: Peran, kode: str = ALL) -> LaporanPembinaan:
    """The report's row is the lock of all its sections: nobody writes while it is being submitted."""
    rows = LaporanPembinaan.objects.select_for_update(of=("self",)).select_related(
        "instansi", "periode", "pembangunan__unit", "pembangunan__periode"
    )
    locked = rows.get(pk=laporan.pk)
    require(access.can_submit_pembinaan(by, locked), access.PENYUSUN_PEMBINAAN, what="Menyunting laporan ini")
    if locked.status != LaporanPembinaan.Status.DRAF:
        raise Ditolak(f"Laporan ini berstatus “{locked.get_status_display()}” dan tidak dapat disunting lagi.")
    return locked


penulisan = Penulisan(_lock, form_of, draft_texts)
save_section = penulisan.save_section
redraft_section = penulisan.redraft_section
redraft_untouched = penulisan.redraft_untouched


@transaction.atomic
def set_tim(*, laporan: LaporanPembinaan, tim: Iterable[Peran], by: Peran) -> None:
    """Who signs as Tim Pembina; for one unit only those who may coach it."""
    locked = _lock(laporan, by)
    people = list(tim)
    for person in people:
        if not access.can_prepare_pembinaan(person, locked.instansi_id, locked.pembangunan):
            raise Ditolak(f"{person.user} tidak dapat menandatangani laporan ini. Yang dapat: {access.PEMBINA}.")
    old = _names(locked.tim.select_related("user"))
    if old != _names(people):
        locked.tim.set(people)
        record(locked, by=by, tindakan="Mengubah data", kolom="Tim Pembina ZI", dari=old, ke=_names(people))


def _names(people: Iterable[Peran]) -> str:
    return ", ".join(sorted(p.user.nama for p in people))


# --- steps -------------------------------------------------------------------------------------------------


@transaction.atomic
def take_step(*, laporan: LaporanPembinaan, name: str, by: Peran, alasan: str = "") -> LaporanPembinaan:
    """One step of the workflow, and word of it to those who act next or wait for it."""
    done = perform(WORKFLOW, laporan, name, by=by, alasan=alasan)
    words, users = _news(done, name)
    pesan = f"{WORKFLOW.get(name).label}: {done}."
    if alasan.strip():
        pesan += f"\nAlasan: {alasan.strip()}"
    tell(
        users,
        judul=f"{done} {words}",
        pesan=pesan,
        tautan=reverse("laporan_pembinaan_detail", args=[done.pk]),
        by=by,
    )
    return done


def inspektur_of(instansi_id: int) -> list[User]:
    """Who heads the Inspektorat today."""
    rows = Peran.objects.active_on(timezone.localdate()).filter(
        jenis=J.KEPALA_UNIT, instansi_id=instansi_id, unit__is_inspektorat=True
    )
    return [p.user for p in rows.select_related("user")]


def _news(laporan: LaporanPembinaan, name: str) -> tuple[str, list[User]]:
    team = [p.user for p in laporan.tim.select_related("user")]
    if laporan.diajukan_oleh:
        team.append(laporan.diajukan_oleh.user)
    if name == "submit":
        return "menunggu persetujuan Anda", inspektur_of(laporan.instansi_id)
    if name == "approve":
        return "telah disetujui Inspektur", team
    if name == "send_back":
        return "dikembalikan oleh Inspektur", team
    return "telah disampaikan", [*holders(*KEPALA_DAERAH_ROLES, instansi_id=laporan.instansi_id), *team]
