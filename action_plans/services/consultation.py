"""Ask Tim Pembina, answer, resolve; and keep what is being typed."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.coaching_workflow import KONSULTASI
from action_plans.models import DrafPesan, Konsultasi, PesanKonsultasi
from action_plans.services.agreements import attachments
from action_plans.services.coaching import team_of, tell
from units.access import require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import Notifikasi, PembangunanZI, Peran, User
from units.notices import holders
from units.templatetags.indonesia import waktu
from units.transitions import perform

J = JenisPeran
MAX_PESAN = 10_000


@transaction.atomic
def ask(
    *,
    pembangunan: PembangunanZI,
    area: str,
    judul: str,
    isi: str,
    by: Peran,
    indikator: str = "",
    berkas: Iterable[UploadedFile] = (),
    tautan: str = "",
) -> Konsultasi:
    """A new thread with its first question. Raises BerkasDitolak or Ditolak; then nothing is kept."""
    require(access.can_ask(by, pembangunan), access.PENANYA, what="Bertanya kepada Tim Pembina ZI")
    row = Konsultasi.objects.create(
        pembangunan=pembangunan,
        area=area,
        judul=judul.strip(),
        indikator=indikator.strip(),
        dibuat_oleh=by,
        pesan_terakhir_at=timezone.now(),
    )
    _write(row, isi, by=by, berkas=berkas, tautan=tautan)
    record(row, by=by, tindakan="Bertanya", ke=row.judul)
    DrafPesan.objects.filter(pembangunan=pembangunan, konsultasi=None, user=by.user).delete()
    coaches = holders(J.TIM_PEMBINA, instansi_id=pembangunan.unit.instansi_id)
    _tell(row, f"Pertanyaan {pembangunan.unit.nama}: {row.judul}", coaches, isi, by=by)
    return row


@transaction.atomic
def reply(
    *,
    konsultasi: Konsultasi,
    isi: str,
    by: Peran,
    berkas: Iterable[UploadedFile] = (),
    tautan: str = "",
) -> PesanKonsultasi:
    """The next message: of a coach an answer, of the unit a further question. A resolved thread is opened first."""
    asks = access.can_ask_again(by, konsultasi)
    done = perform(KONSULTASI, konsultasi, "ask_again" if asks else "answer", by=by)
    berkas = list(berkas)
    if (berkas or tautan.strip()) and not asks:
        raise Ditolak("Data dukung hanya ditambahkan oleh unit kerja. Kirim jawaban tanpa lampiran.")
    pesan = _write(done, isi, by=by, berkas=berkas, tautan=tautan)
    done.pesan_terakhir_at = pesan.created_at
    done.save(update_fields=["pesan_terakhir_at"])
    DrafPesan.objects.filter(konsultasi=done, user=by.user).delete()
    words = "Pertanyaan lanjutan" if asks else "Jawaban Tim Pembina ZI"
    _tell(done, f"{words}: {done.judul}", _others(done, answered=not asks), isi, by=by)
    return pesan


def _write(
    konsultasi: Konsultasi, isi: str, *, by: Peran, berkas: Iterable[UploadedFile], tautan: str
) -> PesanKonsultasi:
    isi = clean_message(isi)
    if not isi:
        raise Ditolak("Tulis pesannya terlebih dahulu.")
    row = PesanKonsultasi.objects.create(konsultasi=konsultasi, oleh=by, isi=isi)
    row.data_dukung.set(attachments(konsultasi.pembangunan, berkas=berkas, tautan=tautan, by=by))
    return row


def clean_message(isi: str) -> str:
    isi = isi.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(isi) > MAX_PESAN:
        raise Ditolak(f"Pesan paling panjang {MAX_PESAN} karakter; tulisan Anda {len(isi)} karakter.")
    return isi


def _others(konsultasi: Konsultasi, *, answered: bool) -> list[User]:
    """An answer goes to who asked and to the ketua; a further question to the coaches who answered, else to all."""
    unit = konsultasi.pembangunan.unit
    writers = [p.oleh for p in konsultasi.pesan.select_related("oleh__user")]
    if answered:
        return [*(p.user for p in writers if p.unit_id), *team_of(konsultasi.pembangunan, J.KETUA_TIM)]
    coaches = [p.user for p in writers if p.jenis == J.TIM_PEMBINA]
    return coaches or holders(J.TIM_PEMBINA, instansi_id=unit.instansi_id)


def _tell(konsultasi: Konsultasi, judul: str, users: Iterable[User], isi: str, *, by: Peran) -> None:
    tell(users, judul=judul, pesan=isi.strip()[:500], tautan=url_of(konsultasi.pk), by=by)


@transaction.atomic
def take_step(*, konsultasi: Konsultasi, name: str, by: Peran) -> Konsultasi:
    """Resolve or open again."""
    done = perform(KONSULTASI, konsultasi, name, by=by)
    words = "Konsultasi selesai" if name == "resolve" else "Konsultasi dibuka lagi"
    everybody = [*_others(done, answered=True), *(p.oleh.user for p in done.pesan.select_related("oleh__user"))]
    _tell(done, f"{words}: {done.judul}", everybody, "", by=by)
    return done


# --- read and unread -----------------------------------------------------------------------------------------


def url_of(pk: int) -> str:
    return reverse("konsultasi_detail", args=[pk])


def unread_threads(user: User) -> set[str]:
    """Addresses of the threads about which this person has a notice that they have not read (one query)."""
    rows = Notifikasi.objects.filter(user=user, dibaca_at=None, tautan__startswith=reverse("konsultasi_list"))
    return set(rows.order_by().values_list("tautan", flat=True))


def mark_read(konsultasi: Konsultasi, *, user: User) -> None:
    """Who has opened the thread has read its notices."""
    rows = Notifikasi.objects.filter(user=user, dibaca_at=None, tautan=url_of(konsultasi.pk))
    rows.update(dibaca_at=timezone.now())


# --- what is being typed -------------------------------------------------------------------------------------


@transaction.atomic
def save_draft(
    *, pembangunan: PembangunanZI, konsultasi: Konsultasi | None, isi: str, versi: int | None, by: Peran
) -> DrafPesan:
    """Keep a person's unsent message; two windows of the same person do not overwrite each other unseen."""
    if konsultasi is None:
        require(access.can_ask(by, pembangunan), access.PENANYA, what="Bertanya kepada Tim Pembina ZI")
    else:
        require(access.can_reply(by, konsultasi), access.PESERTA_KONSULTASI, what="Menulis pesan")
    isi = clean_message(isi)
    DrafPesan.objects.get_or_create(pembangunan=pembangunan, konsultasi=konsultasi, user=by.user)
    row = DrafPesan.objects.select_for_update().get(pembangunan=pembangunan, konsultasi=konsultasi, user=by.user)
    if row.isi == isi:
        return row
    if versi is not None and versi != row.versi:
        raise BenturanPerubahan(versi=row.versi, nilai=row.isi, oleh="Anda di jendela lain", pada=waktu(row.updated_at))
    row.isi = isi
    row.versi += 1
    row.save()
    return row


def draft_of(pembangunan: PembangunanZI, konsultasi: Konsultasi | None, user: User) -> DrafPesan:
    """The stored draft, or an unsaved empty one at version 0."""
    found = DrafPesan.objects.filter(pembangunan=pembangunan, konsultasi=konsultasi, user=user).first()
    return found or DrafPesan(pembangunan=pembangunan, konsultasi=konsultasi, user=user)
