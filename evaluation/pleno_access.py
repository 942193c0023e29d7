"""Who may do what from the first clarification to the last recommendation. What a phase allows is the table `BOLEH`."""

from evaluation.access import area_of
from evaluation.models import EvaluasiTPI, Klarifikasi, KunjunganLapangan, Rekomendasi
from evaluation.services.assessment import content_of
from evaluation.tpi_access import PEMIMPIN, PENILAI, assignment_of, codes_of, is_own_unit
from units.access import areas_of, in_instansi, in_unit
from units.choices import JenisPeran
from units.models import AnggotaTim, PembangunanZI, Peran

J, F = JenisPeran, EvaluasiTPI.Fase

PENILAI_UNIT = "Ketua, Sekretaris, dan penilai yang ditugasi pada unit ini, bukan untuk unitnya sendiri"
PEMIMPIN_PLENO = "Ketua atau Sekretaris TPI yang bukan pegawai unit ini"
PENJAWAB = "Kepala Unit Kerja, Ketua Tim, atau anggota tim pada areanya"
PENANDA_TANGAN = "Ketua TPI dan Sekretaris TPI, masing-masing untuk dirinya dan bukan untuk unitnya sendiri"

MEMINTA, MENJAWAB, MENUTUP = "meminta klarifikasi", "menjawab klarifikasi", "menutup klarifikasi"
MENCATAT, MEMUTUS, MENINDAKLANJUTI = "mencatat kunjungan", "memutus dalam pleno", "menindaklanjuti rekomendasi"
BOLEH: dict[str, frozenset[str]] = {
    MEMINTA: frozenset({F.KLARIFIKASI}),
    MENJAWAB: frozenset({F.KLARIFIKASI, F.LAPANGAN}),
    MENUTUP: frozenset({F.KLARIFIKASI, F.LAPANGAN, F.PLENO}),
    MENCATAT: frozenset({F.LAPANGAN}),
    MEMUTUS: frozenset({F.PLENO}),
    MENINDAKLANJUTI: frozenset({F.FINAL}),
}


def allows(evaluasi: EvaluasiTPI, act: str) -> bool:
    return evaluasi.status in BOLEH[act]


def phase_refusal(evaluasi: EvaluasiTPI, act: str) -> str:
    """Why the phase as it stands has no room for the act; "" when it has."""
    if allows(evaluasi, act):
        return ""
    phases = " atau ".join(F(fase).label for fase in F.values if fase in BOLEH[act])
    return f"{act.capitalize()} hanya dalam fase {phases}; evaluasi ini sekarang dalam fase {evaluasi.get_status_display()}."


# --- TPI -----------------------------------------------------------------------------------------------------


def can_lead_plenary(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Ketua or sekretaris of the institution's TPI, who does not belong to the unit."""
    return in_instansi(peran, pembangunan.unit.instansi_id, *PEMIMPIN) and peran.user.unit_id != pembangunan.unit_id


def can_decide(peran: Peran | None, evaluasi: EvaluasiTPI) -> bool:
    return can_lead_plenary(peran, evaluasi.pembangunan)


def can_sign(peran: Peran | None, evaluasi: EvaluasiTPI) -> bool:
    """The ketua as ketua, the sekretaris as sekretaris (Perbup Ketapang 49/2022 Pasal 8)."""
    return can_lead_plenary(peran, evaluasi.pembangunan)


def can_work_on(peran: Peran | None, evaluasi: EvaluasiTPI) -> bool:
    """Ketua, sekretaris, and assessors with a task in this evaluation; nobody for the unit they belong to."""
    if not in_instansi(peran, evaluasi.pembangunan.unit.instansi_id, *PENILAI) or is_own_unit(peran, evaluasi):
        return False
    return peran.jenis in PEMIMPIN or assignment_of(peran, evaluasi) is not None


def askable_codes(peran: Peran | None, evaluasi: EvaluasiTPI) -> frozenset[str]:
    """Questions this role may ask the unit about: all for ketua and sekretaris, those of the task for assessors."""
    if not can_work_on(peran, evaluasi):
        return frozenset()
    isi = content_of(evaluasi.instrumen)[0]
    if peran.jenis in PEMIMPIN:
        return frozenset(isi.pertanyaan)
    task = assignment_of(peran, evaluasi)
    return codes_of(task.area, isi) if task else frozenset()


def can_ask(peran: Peran | None, klarifikasi: Klarifikasi) -> bool:
    return klarifikasi.kode in askable_codes(peran, klarifikasi.evaluasi)


def can_edit_kunjungan(peran: Peran | None, kunjungan: KunjunganLapangan) -> bool:
    return can_work_on(peran, kunjungan.evaluasi)


def can_edit_rekomendasi(peran: Peran | None, rekomendasi: Rekomendasi) -> bool:
    """Wording, owner and due date belong to the plenary."""
    return can_decide(peran, rekomendasi.evaluasi)


def can_verify(peran: Peran | None, rekomendasi: Rekomendasi) -> bool:
    """The follow-up is verified by who leads TPI or was assigned to the unit, whichever evaluation it came from."""
    return can_work_on(peran, rekomendasi.evaluasi)


# --- the unit ------------------------------------------------------------------------------------------------


def can_answer_tpi(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Who of the unit speaks with TPI: the head, the ketua, and members in their areas."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT) or bool(areas_of(peran, pembangunan))


def can_answer_klarifikasi(peran: Peran | None, klarifikasi: Klarifikasi) -> bool:
    """The head and the ketua for all questions, members for those of their areas."""
    year = klarifikasi.evaluasi.pembangunan
    return in_unit(peran, year.unit_id, J.KEPALA_UNIT) or area_of(klarifikasi.kode) in areas_of(peran, year)


def can_follow_up(peran: Peran | None, rekomendasi: Rekomendasi) -> bool:
    """The head and the ketua of today; members whose seat of today covers the area, also in a later year's team."""
    if in_unit(peran, rekomendasi.unit_id, J.KEPALA_UNIT, J.KETUA_TIM):
        return True
    if not rekomendasi.kode or not in_unit(peran, rekomendasi.unit_id, J.ANGGOTA_TIM):
        return False
    seats = AnggotaTim.objects.filter(peran=peran).values_list("area", flat=True)
    return any(area_of(rekomendasi.kode) in area for area in seats)


CAPABILITIES = [
    (
        "Menjawab klarifikasi TPI dan menindaklanjuti rekomendasi",
        can_answer_tpi,
        frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}),
    ),
    (
        "Memutus nilai dalam pleno dan menandatangani LHE, bukan untuk unitnya sendiri",
        can_lead_plenary,
        frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
]
