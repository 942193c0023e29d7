"""Diterima -> ditelaah -> diklarifikasi -> selesai. Only named officers take these steps.

The question to the unit's head, the result and the answer to the reporter are written by
`units.services.complaint_work` in the same transaction.
"""

from datetime import date, timedelta

from django.utils import timezone

from units import access
from units.findings import Temuan, galat
from units.models import Pengaduan, Peran
from units.templatetags.indonesia import tanggal
from units.transitions import Transition, Workflow

S, H = Pengaduan.Status, Pengaduan.Hasil
PETUGAS = "petugas pengaduan yang ditunjuk Ketua TPI"
PENUNJUK = "Ketua TPI"
PENJAWAB = "Kepala Unit Kerja unit itu"
TELAAH_HARI, SELESAI_HARI = 14, 60
NADA = {S.DITERIMA: "biru", S.DITELAAH: "kuning", S.DIKLARIFIKASI: "kuning", S.SELESAI: "hijau"}


def due_on(received: date) -> date:
    """When a complaint is to be closed. The sources name no day: docs/decisions/0023-public-and-complaints.md."""
    return received + timedelta(days=SELESAI_HARI)


def examine_by(pengaduan: Pengaduan) -> date:
    return timezone.localtime(pengaduan.diterima_at).date() + timedelta(days=TELAAH_HARI)


def handles(peran: Peran | None, pengaduan: Pengaduan) -> bool:
    return access.is_petugas_pengaduan(peran, pengaduan.instansi_id)


def _closing(pengaduan: Pengaduan) -> list[Temuan]:
    """The unit is heard before anything counts as proven, and the reporter gets an answer."""
    found = []
    if not pengaduan.hasil:
        found.append(galat("tanpa_hasil", "Pilih hasil penanganan."))
    if not pengaduan.jawaban.strip():
        found.append(galat("tanpa_jawaban", "Isi jawaban bagi pelapor."))
    asked = list(pengaduan.klarifikasi.all())
    if pengaduan.hasil == H.TERBUKTI and not asked:
        found.append(
            galat("belum_didengar", "Minta klarifikasi kepada kepala unit sebelum pengaduan dinyatakan terbukti.")
        )
    today = timezone.localdate()
    if waiting := next((k for k in asked if not k.ditanggapi_at and k.tenggat >= today), None):
        found.append(
            galat(
                "menunggu_unit",
                f"Kepala unit masih dapat menjawab sampai {tanggal(waiting.tenggat)}. Selesaikan setelah jawabannya masuk "
                "atau batas waktunya lewat.",
            )
        )
    return found


def _stamp(pengaduan: Pengaduan, *, by: Peran, alasan: str) -> None:
    pengaduan.selesai_at = timezone.now()


WORKFLOW = Workflow(
    name="Pengaduan",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "examine",
            "Telaah",
            (S.DITERIMA,),
            S.DITELAAH,
            handles,
            PETUGAS,
            confirm="Pelapor melihat bahwa pengaduannya sedang ditelaah.",
        ),
        Transition(
            "ask",
            "Minta klarifikasi",
            (S.DITELAAH, S.DIKLARIFIKASI),
            S.DIKLARIFIKASI,
            handles,
            PETUGAS,
            confirm="Kepala unit membaca hanya kalimat yang Anda tulis.",
        ),
        Transition(
            "close",
            "Selesaikan",
            (S.DITELAAH, S.DIKLARIFIKASI),
            S.SELESAI,
            handles,
            PETUGAS,
            check=_closing,
            effect=_stamp,
            reason_required=True,
            confirm="Pelapor membaca hasil dan jawaban Anda. Pengaduan yang selesai tidak dapat diubah lagi.",
        ),
    ),
)
