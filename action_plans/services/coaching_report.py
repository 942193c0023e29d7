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
from units.access import require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import PembangunanZI, Peran, Periode, User
from units.notices import holders
from units.scope import KEPALA_DAERAH_ROLES
from units.templatetags.indonesia import waktu
from units.transitions import perform

J = JenisPeran
MENYUNTING, MENYUSUN_ULANG = "Menyunting bagian", "Menyusun ulang bagian dari data"


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


@transaction.atomic
def save_section(
    *, laporan: LaporanPembinaan, kode: str, isi: str, versi: int | None, by: Peran
) -> BagianLaporanPembinaan:
    """Store the text that a person wrote over `versi`; None overwrites (the person has chosen between both)."""
    row = _section(laporan, kode, versi=versi, isi=isi, by=by)
    if row.isi == isi:
        return row
    title = _title(laporan, kode)
    last = laporan.riwayat.first()
    if not last or (last.oleh_id, last.kolom, last.tindakan) != (by.user_id, title, MENYUNTING):
        record(laporan, by=by, tindakan=MENYUNTING, kolom=title)
    _store(row, isi, disunting=True, by=by)
    return row


@transaction.atomic
def redraft_section(*, laporan: LaporanPembinaan, kode: str, versi: int | None, by: Peran) -> BagianLaporanPembinaan:
    """Replace the text by a new draft; the old text, when a person wrote it, stays in the history."""
    row = _section(laporan, kode, versi=versi, by=by)
    isi = draft_texts(laporan)[kode]
    if row.isi != isi:
        record(
            laporan, by=by, tindakan=MENYUSUN_ULANG, kolom=_title(laporan, kode), dari=row.isi if row.disunting else ""
        )
    if row.isi != isi or row.disunting:
        _store(row, isi, disunting=False, by=by)
    return row


@transaction.atomic
def redraft_untouched(*, laporan: LaporanPembinaan, by: Peran) -> int:
    """Draft again, from the data of today, the sections no person has edited. Returns how many changed."""
    locked = _draft(laporan, by=by)
    texts = draft_texts(locked)
    stale = [row for row in locked.bagian.filter(disunting=False) if row.isi != texts[row.kode]]
    for row in stale:
        _store(row, texts[row.kode], disunting=False, by=by)
    if stale:
        record(locked, by=by, tindakan="Memperbarui bagian dari data", ke=f"{len(stale)} bagian")
    return len(stale)


@transaction.atomic
def set_tim(*, laporan: LaporanPembinaan, tim: Iterable[Peran], by: Peran) -> None:
    """Who signs as Tim Pembina; for one unit only those who may coach it."""
    locked = _draft(laporan, by=by)
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


def _section(
    laporan: LaporanPembinaan, kode: str, *, versi: int | None, by: Peran, isi: str | None = None
) -> BagianLaporanPembinaan:
    locked = _draft(laporan, by=by)
    row = locked.bagian.select_related("updated_by").get(kode=kode)
    if versi is not None and versi != row.versi and row.isi != isi:
        raise BenturanPerubahan(versi=row.versi, nilai=row.isi, oleh=str(row.updated_by), pada=waktu(row.updated_at))
    return row


def _draft(laporan: LaporanPembinaan, *, by: Peran) -> LaporanPembinaan:
    """The report's row is the lock of all its sections: nobody writes while it is being submitted."""
    rows = LaporanPembinaan.objects.select_for_update(of=("self",)).select_related(
        "instansi", "periode", "pembangunan__unit", "pembangunan__periode"
    )
    locked = rows.get(pk=laporan.pk)
    require(access.can_submit_pembinaan(by, locked), access.PENYUSUN_PEMBINAAN, what="Menyunting laporan ini")
    if locked.status != LaporanPembinaan.Status.DRAF:
        raise Ditolak(f"Laporan ini berstatus “{locked.get_status_display()}” dan tidak dapat disunting lagi.")
    return locked


def _store(row: BagianLaporanPembinaan, isi: str, *, disunting: bool, by: Peran) -> None:
    row.isi, row.disunting, row.updated_by = isi, disunting, by.user
    row.versi += 1
    row.save()


def _title(laporan: LaporanPembinaan, kode: str) -> str:
    return form_of(laporan).section(kode).judul[:60]


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
