"""Take a self-assessment through its steps, and tell those who act next."""

from django.db import transaction
from django.urls import reverse

from evaluation.models import Penilaian
from evaluation.workflow import WORKFLOW
from units.choices import JenisPeran
from units.errors import Ditolak
from units.models import Peran, User
from units.notices import holders, notify
from units.transitions import perform

J = JenisPeran


@transaction.atomic
def take_step(*, penilaian: Penilaian, name: str, by: Peran, alasan: str = "", setuju: bool = False) -> Penilaian:
    """One step of the workflow. Submitting needs `setuju`: the Kepala Unit has confirmed the statement."""
    if name == "submit" and not setuju and WORKFLOW.get(name).can(by, penilaian):
        raise Ditolak("Centang pernyataan sebelum mengajukan penilaian.")
    done = perform(WORKFLOW, penilaian, name, by=by, alasan=alasan)
    words, users = _news(done, name)
    pesan = f"{WORKFLOW.get(name).label}: {done}."
    if alasan.strip():
        pesan += f"\nAlasan: {alasan.strip()}"
    others = [u for u in users if u.pk != by.user_id]
    notify(others, judul=f"{done} {words}"[:200], pesan=pesan, tautan=reverse("penilaian_detail", args=[done.pk]))
    return done


def _news(penilaian: Penilaian, name: str) -> tuple[str, list[User]]:
    unit = penilaian.pembangunan.unit

    def people(*jenis: str) -> list[User]:
        return holders(*jenis, instansi_id=unit.instansi_id, unit_id=unit.pk)

    if name == "prepare":
        return "menunggu pengajuan oleh Anda", people(J.KEPALA_UNIT)
    if name == "submit":
        return "telah diajukan", [
            *holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id),
            *people(J.KETUA_TIM),
        ]
    if name == "reopen":
        return "dibuka kembali untuk diperbaiki", people(J.KETUA_TIM, J.KEPALA_UNIT)
    return "dikembalikan oleh Inspektorat", people(J.KETUA_TIM, J.KEPALA_UNIT)
