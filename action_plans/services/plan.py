"""What happens to a plan as a whole: made, filled, its texts saved, its steps taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from action_plans import access
from action_plans.diff import TEKS
from action_plans.models import Aksi, RencanaAksi, RiwayatRencana
from action_plans.plan_templates import get_template
from action_plans.schedule import parse_schedule
from action_plans.workflow import RENCANA
from units.access import require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import PembangunanZI, Peran, User
from units.notices import holders, notify
from units.profiles import get_profil
from units.templatetags.indonesia import waktu
from units.transitions import perform

MAKS_TEKS = 20_000


@dataclass(frozen=True, slots=True)
class BarisBaru:
    """A row to be added, from wherever it comes; months are read from `target_waktu`."""

    area: str
    aspek: str
    indikator: str
    aksi: str
    langkah: str = ""
    bukti_fisik: str = ""
    penanggung_jawab: User | None = None
    prioritas: bool = False
    target_waktu: str = ""


def rows_from_template(pembangunan: PembangunanZI) -> list[BarisBaru]:
    """The rows of the Lampiran I of the regulation under which the year runs."""
    template = get_template(get_profil(pembangunan.periode.profil).templat)
    return [
        BarisBaru(b.area, b.aspek, b.indikator, b.aksi, b.langkah, b.bukti_fisik, target_waktu=b.target_waktu)
        for b in template.baris
    ]


def previous_plan(pembangunan: PembangunanZI) -> RencanaAksi | None:
    """The unit's latest plan of an earlier year."""
    return (
        RencanaAksi.objects.filter(
            pembangunan__unit_id=pembangunan.unit_id, pembangunan__periode__tahun__lt=pembangunan.periode.tahun
        )
        .select_related("pembangunan__periode")
        .order_by("-pembangunan__periode__tahun")
        .first()
    )


def rows_from_plan(rencana: RencanaAksi, *, pembangunan: PembangunanZI) -> list[BarisBaru]:
    """The rows of an earlier year; a person in charge who has left the unit is left out, and so is that year's number."""
    staff = {u.pk: u for u in people_of(pembangunan)}
    year, new_year = str(rencana.pembangunan.periode.tahun), str(pembangunan.periode.tahun)
    return [
        BarisBaru(
            a.area,
            a.aspek,
            a.indikator,
            a.aksi,
            a.langkah,
            a.bukti_fisik,
            staff.get(a.penanggung_jawab_id),
            a.prioritas,
            a.target_waktu.replace(year, new_year),
        )
        for a in rencana.aksi.filter(dihapus_at=None)
    ]


def people_of(pembangunan: PembangunanZI) -> list[User]:
    """Who may be put in charge: active people of the unit."""
    return list(User.objects.filter(unit_id=pembangunan.unit_id, is_active=True).order_by("nama"))


@transaction.atomic
def create_rencana(*, pembangunan: PembangunanZI, baris: Iterable[BarisBaru], by: Peran, sumber: str) -> RencanaAksi:
    """A plan in draft with the profile's default texts and these rows. `sumber` tells in the history where they came from."""
    require(access.can_prepare_rencana(by, pembangunan), access.KETUA, what="Menyusun rencana aksi")
    try:
        with transaction.atomic():
            rencana = RencanaAksi.objects.create(
                pembangunan=pembangunan, disusun_oleh=by, **_default_texts(pembangunan)
            )
    except IntegrityError as exc:
        raise Ditolak(
            "Rencana aksi unit ini untuk tahun ini sudah ada. Buka rencana itu, lalu lanjutkan di sana."
        ) from exc
    count = _insert(rencana, baris, by=by)
    record(rencana, by=by, tindakan="Menyusun rencana", ke=f"{count} aksi dari {sumber}")
    return rencana


@transaction.atomic
def add_rows(*, rencana: RencanaAksi, baris: Iterable[BarisBaru], by: Peran, sumber: str) -> int:
    """Append rows to a draft. Returns how many."""
    rencana = lock(rencana)
    require(access.can_edit_text(by, rencana), access.PENYUSUN, what="Menambah aksi dari berkas")
    count = _insert(rencana, baris, by=by)
    record(rencana, by=by, tindakan="Menambah aksi", ke=f"{count} aksi dari {sumber}")
    return count


def lock(rencana: RencanaAksi) -> RencanaAksi:
    """The plan's row, held until the transaction ends: an edit and a submission never pass each other."""
    RencanaAksi.objects.select_for_update().get(pk=rencana.pk)
    return RencanaAksi.objects.select_related("pembangunan__unit", "pembangunan__periode").get(pk=rencana.pk)


def _insert(rencana: RencanaAksi, baris: Iterable[BarisBaru], *, by: Peran) -> int:
    last = rencana.aksi.aggregate(n=Max("urutan"))["n"] or 0
    rows = [
        Aksi(
            rencana=rencana,
            urutan=number,
            area=b.area,
            aspek=b.aspek,
            indikator=b.indikator,
            aksi=b.aksi,
            langkah=b.langkah,
            bukti_fisik=b.bukti_fisik,
            penanggung_jawab=b.penanggung_jawab,
            prioritas=b.prioritas,
            target_waktu=b.target_waktu[:200],
            bulan=list(parse_schedule(b.target_waktu).bulan),
            updated_by=by.user,
        )
        for number, b in enumerate(baris, start=last + 1)
    ]
    return len(Aksi.objects.bulk_create(rows))


def _default_texts(pembangunan: PembangunanZI) -> dict[str, str]:
    """Sections A and B as numbered lines, from the profile."""
    form = get_profil(pembangunan.periode.profil).rencana
    words = {
        "unit": pembangunan.unit.nama,
        "instansi": pembangunan.unit.instansi.nama,
        "tahun": pembangunan.periode.tahun,
    }
    return {
        "dasar": _numbered(form.section("dasar_hukum").default_text(**words)),
        "maksud_tujuan": _numbered(form.section("maksud_tujuan").default_text(**words)),
    }


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


# --- texts A and B -------------------------------------------------------------------------------------------


@transaction.atomic
def save_text(*, rencana: RencanaAksi, kolom: str, nilai: str, versi: int, by: Peran) -> RencanaAksi:
    """Save one text. Raises BenturanPerubahan when someone else changed the same text since `versi`."""
    if kolom not in TEKS:
        raise Ditolak("Bagian ini tidak dikenal. Muat ulang halaman.")
    rencana = lock(rencana)
    require(access.can_edit_text(by, rencana), access.KETUA, what="Mengubah teks rencana yang berstatus Draf")
    nilai = nilai.replace("\r\n", "\n").strip()
    if len(nilai) > MAKS_TEKS:
        raise Ditolak(f"Teks paling panjang {MAKS_TEKS} karakter; yang dikirim {len(nilai)}.")
    old = getattr(rencana, kolom)
    if old == nilai:
        return rencana
    _refuse_lost_text(rencana, kolom, versi)
    setattr(rencana, kolom, nilai)
    rencana.teks_versi += 1
    rencana.save(update_fields=[kolom, "teks_versi"])
    record(rencana, by=by, tindakan="Mengubah teks", kolom=TEKS[kolom], dari=old, ke=nilai)
    return rencana


def _refuse_lost_text(rencana: RencanaAksi, kolom: str, versi: int) -> None:
    """Each saved text raises `teks_versi` by one and writes one history row: the last n rows are what was not seen."""
    unseen = rencana.teks_versi - versi
    if unseen <= 0:
        return
    rows = RiwayatRencana.objects.filter(objek=rencana, kolom__in=TEKS.values()).select_related("oleh")[:unseen]
    newer = next((r for r in rows if r.kolom == TEKS[kolom]), None)
    if newer:
        raise BenturanPerubahan(
            versi=rencana.teks_versi, nilai=getattr(rencana, kolom), oleh=str(newer.oleh), pada=waktu(newer.waktu)
        )


# --- steps ---------------------------------------------------------------------------------------------------


def take_step(*, rencana: RencanaAksi, name: str, by: Peran, alasan: str = "") -> RencanaAksi:
    """One step of the workflow, and the notice to those whose turn it is."""
    with transaction.atomic():
        done = perform(RENCANA, rencana, name, by=by, alasan=alasan)
        _tell(done, name, by=by, alasan=alasan)
    return done


NOTICE: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": ((JenisPeran.KEPALA_UNIT,), "menunggu persetujuan Anda"),
    "approve": ((JenisPeran.KETUA_TIM, JenisPeran.ANGGOTA_TIM), "telah disetujui"),
    "send_back": ((JenisPeran.KETUA_TIM,), "dikembalikan"),
    "revise": ((JenisPeran.KEPALA_UNIT, JenisPeran.ANGGOTA_TIM), "dibuka kembali untuk direvisi"),
}


def _tell(rencana: RencanaAksi, name: str, *, by: Peran, alasan: str) -> None:
    roles, words = NOTICE[name]
    unit, tahun = rencana.pembangunan.unit, rencana.pembangunan.periode.tahun
    people = [u for u in holders(*roles, instansi_id=unit.instansi_id, unit_id=unit.pk) if u.pk != by.user_id]
    pesan = (
        f"Rencana aksi {unit.nama} tahun {tahun} {words} oleh {by.user.nama}."
        if name != "submit"
        else (
            f"{by.user.nama} mengajukan rencana aksi {unit.nama} tahun {tahun}. Periksa, lalu setujui atau kembalikan."
        )
    )
    notify(
        people,
        judul=f"Rencana aksi {tahun} {words}",
        pesan=f"{pesan} Alasan: {alasan}" if alasan else pesan,
        tautan=reverse("rencana_detail", args=[rencana.pk]),
    )
