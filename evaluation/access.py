"""Who may do what with instruments and assessments. Visibility is `visible_to` on the models."""

from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import Instrumen, Jawaban, Penilaian
from units.access import areas_of, in_instansi, in_unit
from units.choices import Area, JenisPeran
from units.models import PembangunanZI, Peran

J = JenisPeran
PENGELOLA = "Administrator Instansi, Ketua TPI, atau Sekretaris TPI"
PENERBIT = "Ketua TPI atau Sekretaris TPI"
KETUA = "Ketua Tim Pembangunan ZI unit ini"
PENGISI = "Ketua Tim, atau anggota tim pada area yang diberikan kepadanya, selama penilaian berstatus Draf"
KEPALA = "Kepala Unit Kerja unit ini, selama bukan ia yang menyiapkannya"
PENGEMBALI = "Ketua TPI atau Sekretaris TPI"

# The order of the areas in every LKE: Pengungkit 1..6, then the two parts of Hasil.
AREA_OF_NUMBER = dict(zip("123456", Area.pengungkit(), strict=True))
AREA_OF_HASIL = dict(zip(("B.I", "B.II"), Area.hasil(), strict=True))


def area_of(kode: str) -> str:
    """The area of change of a question or node code; "" for a node above the areas.

    Both instruments name Pengungkit A and Hasil B; LKE 2021 has an aspect between A and the area (A.I.1), LKE
    2014 has not (A.1).
    """
    parts = kode.split(".")
    if parts[0] == "B":
        return next(
            (area for prefix, area in AREA_OF_HASIL.items() if kode == prefix or kode.startswith(f"{prefix}.")), ""
        )
    return next((AREA_OF_NUMBER[part] for part in parts[1:3] if part in AREA_OF_NUMBER), "")


def can_manage_instrumen(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_edit_instrumen(peran: Peran | None, instrumen: Instrumen) -> bool:
    return instrumen.status == Instrumen.Status.DRAF and can_manage_instrumen(peran, instrumen.instansi_id)


def can_publish_instrumen(peran: Peran | None, instrumen: Instrumen) -> bool:
    """An LKE is laid down by Keputusan Inspektur (Perbup Ketapang 49/2022 Pasal 7(4)); the administrator decides
    nothing.
    """
    return in_instansi(peran, instrumen.instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_begin_penilaian(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    return in_unit(peran, pembangunan.unit_id, J.KETUA_TIM)


def fillable_areas(peran: Peran | None, penilaian: Penilaian) -> frozenset[str]:
    """Areas whose questions this role may answer now; none once the assessment has left the draft."""
    if penilaian.status != Penilaian.Status.DRAF:
        return frozenset()
    return areas_of(peran, penilaian.pembangunan)


def can_answer(peran: Peran | None, penilaian: Penilaian, kode: str) -> bool:
    return area_of(kode) in fillable_areas(peran, penilaian)


def fillable_codes(peran: Peran | None, penilaian: Penilaian, instrumen: IsiInstrumen) -> frozenset[str]:
    areas = fillable_areas(peran, penilaian)
    return frozenset(kode for kode in instrumen.pertanyaan if area_of(kode) in areas)


def can_prepare(peran: Peran | None, penilaian: Penilaian) -> bool:
    return can_begin_penilaian(peran, penilaian.pembangunan)


def can_submit(peran: Peran | None, penilaian: Penilaian) -> bool:
    """The Kepala Unit, unless the same person prepared it in another role."""
    prepared = penilaian.disiapkan_oleh.user_id if penilaian.disiapkan_oleh else None
    return in_unit(peran, penilaian.pembangunan.unit_id, J.KEPALA_UNIT) and peran.user_id != prepared


def can_reopen(peran: Peran | None, penilaian: Penilaian) -> bool:
    """Take back what was prepared: the head, or the ketua who prepared it."""
    return in_unit(peran, penilaian.pembangunan.unit_id, J.KEPALA_UNIT, J.KETUA_TIM)


def can_return(peran: Peran | None, penilaian: Penilaian) -> bool:
    return in_instansi(peran, penilaian.pembangunan.unit.instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def visible_jawaban(peran: Peran | None):
    return Jawaban.objects.filter(penilaian__in=Penilaian.objects.visible_to(peran))


CAPABILITIES = [
    (
        "Mengadopsi dan menyunting instrumen LKE",
        can_manage_instrumen,
        frozenset({J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    ("Menerbitkan LKE dengan Keputusan Inspektur", can_publish_instrumen, frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})),
    ("Memulai dan menyiapkan penilaian mandiri", can_begin_penilaian, frozenset({J.KETUA_TIM})),
    ("Mengisi penilaian mandiri pada areanya", fillable_areas, frozenset({J.KETUA_TIM, J.ANGGOTA_TIM})),
    ("Mengajukan penilaian mandiri", can_submit, frozenset({J.KEPALA_UNIT})),
    ("Mengembalikan penilaian mandiri", can_return, frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})),
]
