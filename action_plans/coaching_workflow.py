"""Steps of a session (draf -> disampaikan -> dikonfirmasi) and of what was agreed in it (Pergub Kalbar 20/2017 Pasal 6)."""

from django.utils import timezone

from action_plans import access
from action_plans.models import CatatanPembinaan, KesepakatanPembinaan, Konsultasi, Pembinaan
from units.findings import Temuan, galat, peringatan
from units.models import Peran
from units.transitions import Transition, Workflow

S, K, T = Pembinaan.Status, KesepakatanPembinaan.Status, Konsultasi.Status


# --- the session ---------------------------------------------------------------------------------------------


def check_pembinaan(pembinaan: Pembinaan) -> list[Temuan]:
    """What stands against handing the session to the unit, and what the coach should know."""
    texts = CatatanPembinaan.objects.filter(pembinaan=pembinaan).exclude(isi="")
    found = []
    if pembinaan.tanggal > timezone.localdate():
        found.append(
            galat("belum_berlangsung", "Pembinaan ini belum berlangsung; sampaikan setelah tanggalnya.", "Tanggal")
        )
    if not texts.filter(jenis=CatatanPembinaan.Jenis.BAHASAN).exists():
        found.append(
            galat("tanpa_bahasan", "Isi pembahasan paling sedikit satu komponen, atau gambaran umumnya.", "Pembahasan")
        )
    if not texts.filter(jenis=CatatanPembinaan.Jenis.SARAN).exists():
        found.append(peringatan("tanpa_saran", "Belum ada saran yang ditulis.", "Saran"))
    if not pembinaan.kesepakatan.exists():
        found.append(peringatan("tanpa_kesepakatan", "Belum ada kesepakatan tindak lanjut.", "Kesepakatan"))
    if not pembinaan.peserta.strip():
        found.append(peringatan("tanpa_peserta", "Peserta dari unit kerja belum ditulis.", "Peserta"))
    return found


def _check_untouched(pembinaan: Pembinaan) -> list[Temuan]:
    """A session whose agreements the unit already carries out is not taken apart again."""
    begun = pembinaan.kesepakatan.exclude(status=K.TERBUKA).count()
    if not begun:
        return []
    return [
        galat(
            "sudah_dilaksanakan",
            f"{begun} kesepakatan sudah dilaporkan selesai, sehingga catatannya tidak dapat dikembalikan.",
        )
    ]


def _handed_over(pembinaan: Pembinaan, *, by: Peran, alasan: str) -> None:
    pembinaan.disampaikan_oleh, pembinaan.disampaikan_at = by, timezone.now()


def _confirmed(pembinaan: Pembinaan, *, by: Peran, alasan: str) -> None:
    pembinaan.dikonfirmasi_oleh, pembinaan.dikonfirmasi_at = by, timezone.now()


PEMBINAAN = Workflow(
    name="Pembinaan",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "submit", "Sampaikan ke unit kerja", (S.DRAF,), S.DISAMPAIKAN, access.can_coach_session, access.PEMBINA,
            check=check_pembinaan, effect=_handed_over,
            confirm="Catatan dan kesepakatan disampaikan kepada unit kerja dan tidak dapat diubah lagi. "
            "Kesepakatan menjadi tugas unit kerja.",
        ),
        Transition(
            "confirm", "Konfirmasi", (S.DISAMPAIKAN,), S.DIKONFIRMASI, access.can_answer_pembinaan, access.KEPALA_UNIT,
            effect=_confirmed,
            confirm="Anda menyatakan bahwa pembinaan ini berlangsung dan kesepakatannya diterima.",
        ),
        Transition(
            "send_back", "Minta perbaikan", (S.DISAMPAIKAN,), S.DRAF, access.can_answer_pembinaan, access.KEPALA_UNIT,
            check=_check_untouched, reason_required=True,
            confirm="Catatan kembali menjadi Draf pada Tim Pembina ZI, yang diberi tahu alasannya.",
        ),
    ),
)  # fmt: skip


# --- an agreement --------------------------------------------------------------------------------------------


def _check_told(kesepakatan: KesepakatanPembinaan) -> list[Temuan]:
    if kesepakatan.catatan.strip():
        return []
    return [galat("tanpa_catatan", "Tulis apa yang telah dilaksanakan.", "Catatan pelaksanaan")]


def _done(kesepakatan: KesepakatanPembinaan, *, by: Peran, alasan: str) -> None:
    kesepakatan.dilaksanakan_oleh, kesepakatan.dilaksanakan_at = by, timezone.now()


def _checked(kesepakatan: KesepakatanPembinaan, *, by: Peran, alasan: str) -> None:
    kesepakatan.dikonfirmasi_oleh = by


def _not_done(kesepakatan: KesepakatanPembinaan, *, by: Peran, alasan: str) -> None:
    kesepakatan.dilaksanakan_oleh = kesepakatan.dilaksanakan_at = None


KESEPAKATAN = Workflow(
    name="Kesepakatan pembinaan",
    labels=dict(K.choices),
    transitions=(
        Transition(
            "done", "Laporkan selesai", (K.TERBUKA,), K.DILAKSANAKAN, access.can_do_kesepakatan,
            access.PELAKSANA_KESEPAKATAN, check=_check_told, effect=_done,
        ),
        Transition(
            "confirm", "Konfirmasi selesai", (K.DILAKSANAKAN,), K.DIKONFIRMASI, access.can_check_kesepakatan,
            access.PEMBINA, effect=_checked,
            confirm="Kesepakatan dinyatakan selesai dilaksanakan.",
        ),
        Transition(
            "reopen", "Kembalikan", (K.DILAKSANAKAN,), K.TERBUKA, access.can_check_kesepakatan, access.PEMBINA,
            effect=_not_done, reason_required=True,
            confirm="Kesepakatan kembali menjadi tugas unit kerja, yang diberi tahu alasannya.",
        ),
    ),
)  # fmt: skip


# --- a thread ------------------------------------------------------------------------------------------------

KONSULTASI = Workflow(
    name="Konsultasi",
    labels=dict(T.choices),
    transitions=(
        Transition("answer", "Jawab", (T.DITANYAKAN, T.DIJAWAB), T.DIJAWAB, access.can_answer, access.PEMBINA),
        Transition("ask_again", "Tanya lagi", (T.DITANYAKAN, T.DIJAWAB), T.DITANYAKAN, access.can_ask_again, access.PENANYA),
        Transition(
            "resolve", "Tandai selesai", (T.DITANYAKAN, T.DIJAWAB), T.SELESAI, access.can_reply, access.PESERTA_KONSULTASI,
            confirm="Konsultasi ditutup; pesan baru dapat ditulis setelah dibuka lagi.",
        ),
        Transition(
            "reopen", "Buka lagi", (T.SELESAI,), T.DITANYAKAN, access.can_reply, access.PESERTA_KONSULTASI,
            confirm="Konsultasi dibuka lagi dan menunggu jawaban Tim Pembina ZI.",
        ),
    ),
)  # fmt: skip
