"""Decide on units, put them into a proposal, complete its papers, send it or take it back."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from evaluation import proposal_access as access
from evaluation.models import PertimbanganTeknis, UnitUsulan, Usulan
from evaluation.proposal_checks import HIDUP, final_results
from evaluation.proposal_workflow import WORKFLOW
from units.access import require
from units.choices import JenisPeran, JenisPredikat, Tahap
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import record, save_with_history
from units.models import PembangunanZI, Peran, Periode, User
from units.notices import holders, notify
from units.transitions import perform
from units.year import can_decide, move_year

J = JenisPeran
SURAT = frozenset({"pdf", "jpg", "png"})
BUKAN_DRAF = "Usulan ini sudah {status}; isinya tidak dapat diubah lagi."


# --- decide --------------------------------------------------------------------------------------------------


@transaction.atomic
def propose(year: PembangunanZI, *, by: Peran, catatan: str = "", pertimbangan: str = "") -> PembangunanZI:
    """The kepala daerah decides that the unit is proposed; `pertimbangan` excuses what fails.

    Raises SyaratBelumTerpenuhi with what fails without it, Ditolak when somebody decided first.
    """
    if pertimbangan.strip():
        require(can_decide(by, year), access.PEMUTUS, what="Mencatat pertimbangan teknis")
        _set_ground(year, pertimbangan.strip(), by=by)
    done = move_year(year, "propose", by=by, alasan=catatan)
    _tell(done, f"{year.unit} diputuskan untuk diusulkan ke TPN", catatan, by=by)
    return done


@transaction.atomic
def coach_again(year: PembangunanZI, *, by: Peran, catatan: str) -> PembangunanZI:
    """The kepala daerah decides that the unit is coached again; the note says why."""
    done = move_year(year, "coach_again", by=by, alasan=catatan)
    _tell(done, f"{year.unit} diputuskan untuk dibina kembali", catatan, by=by)
    return done


@transaction.atomic
def reconsider(year: PembangunanZI, *, by: Peran, alasan: str) -> PembangunanZI:
    """Take the decision back; a technical ground goes with it, and stays in the history."""
    done = move_year(year, undo_name(year), by=by, alasan=alasan)
    ground = PertimbanganTeknis.objects.filter(pembangunan=year).first()
    if ground:
        record(done, by=by, tindakan="Mencabut pertimbangan teknis", dari=ground.alasan, alasan=alasan)
        ground.delete()
    _tell(done, f"Keputusan pengusulan {year.unit} ditinjau kembali", alasan, by=by)
    return done


def undo_name(year: PembangunanZI) -> str:
    """The step that takes back the decision as it stands."""
    return "undo_decision" if year.tahap == Tahap.DIBINA else "undo_propose"


def _set_ground(year: PembangunanZI, alasan: str, *, by: Peran) -> None:
    PertimbanganTeknis.objects.update_or_create(pembangunan=year, defaults={"alasan": alasan, "dicatat_oleh": by})
    record(year, by=by, tindakan="Mencatat pertimbangan teknis", kolom="Pertimbangan teknis", ke=alasan)


@transaction.atomic
def record_ground(row: UnitUsulan, *, alasan: str, by: Peran) -> None:
    """After the decision a rule came to fail: the kepala daerah says why the unit is proposed nevertheless."""
    require(can_decide(by, row.pembangunan), access.PEMUTUS, what="Mencatat pertimbangan teknis")
    _draft(row.usulan)
    if not alasan.strip():
        raise Ditolak("Isi pertimbangan teknis.")
    _set_ground(row.pembangunan, alasan.strip(), by=by)


def _tell(year: PembangunanZI, judul: str, pesan: str, *, by: Peran) -> None:
    unit = year.unit
    people = [
        *holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk),
        *holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id),
    ]
    link = reverse("syarat_detail", args=[year.pk])
    notify(_others(people, by), judul=judul[:200], pesan=pesan.strip(), tautan=link)


def _others(people: Iterable[User], by: Peran) -> list[User]:
    return [user for user in people if user.pk != by.user_id]


# --- prepare -------------------------------------------------------------------------------------------------


def proposable(periode: Periode, target: str):
    """Decided units that stand in no proposal that is alive."""
    return (
        PembangunanZI.objects.filter(periode=periode, target=target, tahap=Tahap.DIUSULKAN)
        .exclude(unit_usulan__usulan__status__in=HIDUP)
        .select_related("unit")
        .order_by("unit__kode")
    )


@transaction.atomic
def create_usulan(*, periode: Periode, target: str, units: Collection[int], by: Peran) -> Usulan:
    """A draft with these units (pks of their years). Raises Ditolak when one of them cannot be in it any more."""
    require(access.can_prepare_usulan(by, periode.instansi_id), access.PENYUSUN, what="Menyusun usulan")
    if target not in JenisPredikat.values or not units:
        raise Ditolak("Pilih paling sedikit satu unit kerja.")
    usulan = Usulan.objects.create(periode=periode, target=target, dibuat_oleh=by)
    _add(usulan, units)
    names = ", ".join(row.pembangunan.unit.nama for row in usulan.unit.select_related("pembangunan__unit"))
    record(usulan, by=by, tindakan="Menyusun usulan", ke=names)
    _ask_for_sptjm(usulan)
    return usulan


@transaction.atomic
def change_units(usulan: Usulan, *, units: Collection[int], by: Peran) -> None:
    """Exactly these units (pks of their years) stand in the draft."""
    usulan = _draft(usulan, by=by)
    rows = {row.pembangunan_id: row for row in usulan.unit.select_related("pembangunan__unit")}
    wanted = set(units)
    if not wanted:
        raise Ditolak("Pilih paling sedikit satu unit kerja. Untuk membatalkan semuanya, tarik usulan.")
    gone = [row for pk, row in rows.items() if pk not in wanted]
    added = _add(usulan, wanted - set(rows))
    for row in gone:
        row.delete()
    if gone:
        record(usulan, by=by, tindakan="Mengeluarkan unit kerja", dari=[row.pembangunan.unit.nama for row in gone])
    if added:
        record(usulan, by=by, tindakan="Menambah unit kerja", ke=[row.pembangunan.unit.nama for row in added])
        _ask_for_sptjm(usulan)


def _add(usulan: Usulan, units: Collection[int]) -> list[UnitUsulan]:
    """The years are locked: a unit never gets into two proposals at once."""
    wanted = set(units)
    locked = list(PembangunanZI.objects.select_for_update().filter(pk__in=wanted).values_list("pk", flat=True))
    free = {year.pk: year for year in proposable(usulan.periode, usulan.target).filter(pk__in=locked)}
    if set(free) != wanted:
        raise Ditolak(
            "Ada unit kerja yang tidak lagi menunggu pengusulan atau sudah masuk usulan lain. Muat ulang halaman, "
            "lalu pilih lagi."
        )
    results = dict(final_results().filter(pembangunan__in=wanted).values_list("pembangunan_id", "pk"))
    if set(results) != wanted:
        raise Ditolak("Ada unit kerja tanpa hasil evaluasi TPI yang final. Muat ulang halaman, lalu pilih lagi.")
    return [
        UnitUsulan.objects.create(usulan=usulan, pembangunan=year, penilaian_id=results[pk])
        for pk, year in sorted(free.items())
    ]


def _ask_for_sptjm(usulan: Usulan) -> None:
    for row in usulan.unit.filter(sptjm=None).select_related("pembangunan__unit"):
        unit = row.pembangunan.unit
        heads = holders(J.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk)
        notify(
            heads,
            judul="SPTJM usulan ke TPN menunggu Anda",
            pesan=f"{unit} masuk dalam {usulan}. Unggah SPTJM yang ditandatangani di atas meterai.",
            tautan=reverse("sptjm_give", args=[row.pk]),
            kunci=f"sptjm-{row.pk}",
        )


def _draft(usulan: Usulan, *, by: Peran | None = None) -> Usulan:
    """The proposal, locked, while it is a draft; with `by` only for those who prepare it."""
    locked = Usulan.objects.select_for_update(of=("self",)).select_related("periode").get(pk=usulan.pk)
    if by is not None:
        allowed = access.can_prepare_usulan(by, locked.periode.instansi_id)
        require(allowed, access.PENYUSUN, what="Mengubah usulan")
    if locked.status != Usulan.Status.DRAF:
        raise Ditolak(BUKAN_DRAF.format(status=locked.get_status_display().lower()))
    return locked


@transaction.atomic
def save_letter(
    usulan: Usulan, *, nomor: str, tanggal: date, upload: UploadedFile | None, alasan: str = "", by: Peran
) -> Usulan:
    """Number, date and file of the letter, and why it is late where it is."""
    usulan = _draft(usulan, by=by)
    changes = {"nomor_surat": nomor, "tanggal_surat": tanggal, "alasan_lewat_tenggat": alasan}
    if upload:
        instansi = usulan.periode.instansi
        changes["berkas_surat"] = store_upload(upload, instansi=instansi, by=by.user, accept=SURAT)
    save_with_history(usulan, changes, by=by, tindakan="Mengisi surat usulan")
    return usulan


@transaction.atomic
def give_sptjm(row: UnitUsulan, *, tanggal: date, upload: UploadedFile, by: Peran) -> UnitUsulan:
    """The head's signed statement; a newer one takes the place of the old, which the history names."""
    require(access.can_give_sptjm(by, row.pembangunan), access.KEPALA_UNIT, what="Menyampaikan SPTJM")
    usulan = _draft(row.usulan)
    row = UnitUsulan.objects.select_for_update(of=("self",)).select_related("pembangunan__unit", "sptjm").get(pk=row.pk)
    dari = str(row.sptjm or "")
    row.sptjm = store_upload(upload, instansi=usulan.periode.instansi, by=by.user, accept=SURAT)
    row.sptjm_tanggal, row.sptjm_oleh = tanggal, by
    row.save()
    unit = row.pembangunan.unit
    record(usulan, by=by, tindakan="Menyampaikan SPTJM", kolom=unit.nama[:60], dari=dari, ke=str(row.sptjm))
    leaders = holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id)
    notify(
        _others(leaders, by),
        judul=f"SPTJM {unit} sudah disampaikan"[:200],
        tautan=reverse("usulan_detail", args=[usulan.pk]),
    )
    return row


@transaction.atomic
def set_afirmasi(row: UnitUsulan, *, afirmasi: bool, by: Peran) -> None:
    """Whether the unit is proposed on the affirmative track, as PortalRB asks to know."""
    usulan = _draft(row.usulan, by=by)
    if row.afirmasi == afirmasi:
        return
    row.afirmasi = afirmasi
    row.save(update_fields=["afirmasi"])
    record(usulan, by=by, tindakan="Mengubah jalur afirmasi", kolom=row.pembangunan.unit.nama[:60], ke=afirmasi)


# --- send, take back -----------------------------------------------------------------------------------------


@transaction.atomic
def move_usulan(usulan: Usulan, name: str, *, by: Peran, alasan: str = "") -> Usulan:
    """Send or withdraw; raises as `units.transitions.perform`."""
    done = perform(WORKFLOW, usulan, name, by=by, alasan=alasan)
    people = holders(J.KEPALA_DAERAH, J.DELEGASI, J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=done.periode.instansi_id)
    for row in done.unit.select_related("pembangunan__unit"):
        unit = row.pembangunan.unit
        people += holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    words = "dikirim ke TPN" if name == "send" else "ditarik"
    notify(
        _others(people, by),
        judul=f"{done} {words}"[:200],
        pesan=alasan.strip(),
        tautan=reverse("usulan_detail", args=[done.pk]),
    )
    return done
