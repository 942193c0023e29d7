"""Berlaku -> ditinjau -> berlaku or dicabut (briefing on PermenPANRB 90/2021, "Pencabutan Predikat").

The doubt itself, the unit's clarification and the decree stand in `TinjauanPredikat` and `Keputusan`, which
`units.services.predicate` writes in the same transaction; nothing else takes these steps.
"""

from units import access
from units.findings import Temuan, galat
from units.models import Peran, Predikat
from units.transitions import Transition, Workflow

S = Predikat.Status
PENINJAU = "Ketua, Sekretaris, atau Anggota TPI"
PEMUTUS = "Ketua TPI yang bukan pegawai unit itu"
PENCATAT = "Ketua atau Sekretaris TPI"
PENCATAT_LAMA = "Administrator Instansi, Ketua atau Sekretaris TPI"
PENJAWAB = "Kepala Unit Kerja unit itu"


def can_review(peran: Peran | None, predikat: Predikat) -> bool:
    return access.can_open_tinjauan(peran, predikat.unit.instansi_id)


def can_decide(peran: Peran | None, predikat: Predikat) -> bool:
    return access.can_decide_tinjauan(peran, predikat.unit)


def _has_decree(predikat: Predikat) -> list[Temuan]:
    if predikat.pencabutan_id and predikat.dicabut_pada:
        return []
    return [galat("tanpa_keputusan", "Pencabutan predikat memerlukan nomor dan tanggal keputusan pencabutan.")]


WORKFLOW = Workflow(
    name="Predikat",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "review",
            "Tinjau",
            (S.BERLAKU,),
            S.DITINJAU,
            can_review,
            PENINJAU,
            reason_required=True,
            confirm="Kepala unit diminta memberi klarifikasi sampai batas waktu. Predikat tetap berlaku sampai diputus.",
        ),
        Transition(
            "keep",
            "Pertahankan",
            (S.DITINJAU,),
            S.BERLAKU,
            can_decide,
            PEMUTUS,
            reason_required=True,
            confirm="Peninjauan selesai dan predikat tetap berlaku.",
        ),
        Transition(
            "revoke",
            "Cabut predikat",
            (S.DITINJAU,),
            S.DICABUT,
            can_decide,
            PEMUTUS,
            check=_has_decree,
            reason_required=True,
            confirm="Unit tidak dapat diusulkan lagi untuk Menuju WBK selama dua tahun sejak tanggal keputusan.",
        ),
    ),
)
