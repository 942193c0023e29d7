"""The stages of a unit's year as one table of steps (Pergub Kalbar 20/2017 Pasal 3-9; Perbup Ketapang 49/2022 Pasal 2-9).

Conditions that live in the apps above (plan approved, result final, ...) are put into `CHECKS` by those apps when they
start, because this app does not know them; `condition` gives them the words that the page of the year shows. Steps that
are taken on a page of another app are put into `PLACES`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from units.access import in_instansi, in_unit
from units.choices import JenisPeran, Tahap
from units.findings import Temuan, galat
from units.models import PembangunanZI, Peran
from units.predicate import wbbm_findings
from units.transitions import Transition, Workflow, perform

J, T = JenisPeran, Tahap
Check = Callable[[PembangunanZI], list[Temuan]]


def wbk_held(year: PembangunanZI) -> list[Temuan]:
    """Towards WBBM goes only who still holds WBK (Pergub 20/2017 Pasal 8(2); Perwal Tangerang 72/2018 Bab III C)."""
    return wbbm_findings([year.unit], year.target)


def wbk_lost(year: PembangunanZI) -> list[Temuan]:
    if wbbm_findings([year.unit], year.target):
        return []
    return [galat("wbk_berlaku", "Usulan hanya dihentikan bila predikat Menuju WBK unit ini sudah dicabut.")]


CHECKS: dict[str, list[Check]] = {"hand_over": [wbk_held], "award": [wbk_held], "stop_proposal": [wbk_lost]}
# Where a step is taken, or "" for a year in which it cannot be.
PLACES: dict[str, Callable[[PembangunanZI], str]] = {}


@dataclass(frozen=True)
class Kondisi:
    """A check with the words that stand beside the green mark, and the page on which what is missing is mended."""

    label: str
    check: Check
    link: Callable[[PembangunanZI], str]

    def __call__(self, year: PembangunanZI) -> list[Temuan]:
        return self.check(year)


@dataclass(frozen=True)
class Keadaan:
    """How a condition stands: its words, what is found against it, where to mend it."""

    label: str
    temuan: list[Temuan]
    tautan: str

    @property
    def is_met(self) -> bool:
        return not any(t.is_galat for t in self.temuan)


def condition(name: str, label: str, check: Check, link: Callable[[PembangunanZI], str] = lambda year: "") -> None:
    """Put a named condition before the step `name`."""
    CHECKS.setdefault(name, []).append(Kondisi(label, check, link))


def conditions_of(name: str, year: PembangunanZI) -> list[Keadaan]:
    """All conditions of a step as they stand; a check without words shows only what it finds."""
    found = []
    for check in CHECKS.get(name, ()):
        temuan = check(year)
        if isinstance(check, Kondisi):
            found.append(Keadaan(check.label, temuan, check.link(year) if temuan else ""))
        else:
            found += [Keadaan(t.pesan, [t], "") for t in temuan]
    return found


TPI_KETUA = "Ketua atau Sekretaris TPI"
KEPALA = "Kepala Unit Kerja unit ini"
PIMPINAN = "Kepala Daerah atau delegasinya"
TPI_ATAU_TIUK = "Tim Identifikasi Unit Kerja, Ketua atau Sekretaris TPI"


def can_lead_unit(peran: Peran | None, year: PembangunanZI) -> bool:
    return in_unit(peran, year.unit_id, J.KEPALA_UNIT)


def can_lead_tpi(peran: Peran | None, year: PembangunanZI) -> bool:
    return in_instansi(peran, year.unit.instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_identify(peran: Peran | None, year: PembangunanZI) -> bool:
    return in_instansi(peran, year.unit.instansi_id, J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_decide(peran: Peran | None, year: PembangunanZI) -> bool:
    return in_instansi(peran, year.unit.instansi_id, J.KEPALA_DAERAH, J.DELEGASI)


def findings_of(name: str, year: PembangunanZI) -> list[Temuan]:
    """All that stands against a step, from every app; several queries per check."""
    return [found for check in CHECKS.get(name, ()) for found in check(year)]


def _step(name: str, label: str, sources: tuple[str, ...], target: str, can, who: str, **options) -> Transition:
    return Transition(name, label, sources, target, can, who, check=lambda year: findings_of(name, year), **options)


def _back(name: str, label: str, source: str, target: str, can, who: str, **options) -> Transition:
    return _step(name, label, (source,), target, can, who, reason_required=True, **options)


def _decree_withdrawn(year: PembangunanZI, *, by: Peran, alasan: str) -> None:
    """The decree itself stays in the list of decrees; this unit is no longer named by it."""
    year.penetapan, year.nomor_penetapan, year.tanggal_penetapan = None, "", None


WORKFLOW = Workflow(
    name="Tahun unit kerja",
    labels=dict(T.choices),
    field="tahap",
    transitions=(
        _step("declare", "Canangkan", (T.DIIDENTIFIKASI,), T.DICANANGKAN, can_lead_unit, KEPALA),
        _step("designate", "Tetapkan", (T.DICANANGKAN,), T.DITETAPKAN, can_identify, TPI_ATAU_TIUK),
        _step("start", "Mulai membangun", (T.DITETAPKAN,), T.MEMBANGUN, can_lead_unit, KEPALA),
        _step("self_assess", "Ajukan penilaian mandiri", (T.MEMBANGUN,), T.PENILAIAN_MANDIRI, can_lead_unit, KEPALA),
        _step("evaluate", "Mulai evaluasi TPI", (T.PENILAIAN_MANDIRI,), T.EVALUASI_TPI, can_lead_tpi, TPI_KETUA),
        _step("propose", "Usulkan ke TPN", (T.EVALUASI_TPI,), T.DIUSULKAN, can_decide, PIMPINAN),
        _step("hand_over", "Serahkan kepada TPN", (T.DIUSULKAN,), T.EVALUASI_TPN, can_lead_tpi, TPI_KETUA),
        _step("award", "Catat predikat", (T.EVALUASI_TPN,), T.BERPREDIKAT, can_lead_tpi, TPI_KETUA),
        _step("monitor", "Mulai pemantauan", (T.BERPREDIKAT,), T.PEMANTAUAN, can_lead_tpi, TPI_KETUA),
        _step("coach_again", "Bina kembali", (T.EVALUASI_TPI,), T.DIBINA, can_decide, PIMPINAN, reason_required=True),
        # TPN found that the unit does not qualify: recorded, not decided here.
        _step(
            "not_awarded",
            "Bina kembali setelah evaluasi TPN",
            (T.EVALUASI_TPN,),
            T.DIBINA,
            can_lead_tpi,
            TPI_KETUA,
            reason_required=True,
        ),
        # A revoked WBK ends the proposal for WBBM (Perwal Tangerang 72/2018 Bab III C).
        _step(
            "stop_proposal",
            "Hentikan usulan",
            (T.DIUSULKAN,),
            T.DIBINA,
            can_lead_tpi,
            TPI_KETUA,
            reason_required=True,
        ),
        _step(
            "revoke",
            "Cabut predikat",
            (T.BERPREDIKAT, T.PEMANTAUAN),
            T.DICABUT,
            can_lead_tpi,
            TPI_KETUA,
            reason_required=True,
        ),
        _back("undo_declare", "Batalkan pencanangan", T.DICANANGKAN, T.DIIDENTIFIKASI, can_identify, TPI_ATAU_TIUK),
        _back(
            "undo_designate",
            "Batalkan penetapan",
            T.DITETAPKAN,
            T.DICANANGKAN,
            can_identify,
            TPI_ATAU_TIUK,
            effect=_decree_withdrawn,
        ),
        _back("undo_start", "Kembali ke penetapan", T.MEMBANGUN, T.DITETAPKAN, can_lead_tpi, TPI_KETUA),
        _back("return_self", "Kembalikan penilaian mandiri", T.PENILAIAN_MANDIRI, T.MEMBANGUN, can_lead_tpi, TPI_KETUA),
        _back("undo_decision", "Tinjau kembali keputusan", T.DIBINA, T.EVALUASI_TPI, can_decide, PIMPINAN),
        _back("undo_propose", "Tarik keputusan pengusulan", T.DIUSULKAN, T.EVALUASI_TPI, can_decide, PIMPINAN),
        # The proposal is withdrawn before TPN has begun; the decision on it still stands.
        _back("undo_hand_over", "Tarik usulan dari TPN", T.EVALUASI_TPN, T.DIUSULKAN, can_lead_tpi, TPI_KETUA),
    ),
)


# The ten stages in their order; a year that is coached again or lost its predicate stands beside the line.
LINE = tuple(t for t in T if t not in (T.DIBINA, T.DICABUT))
BESIDE = {T.DIBINA: T.EVALUASI_TPI, T.DICABUT: T.PEMANTAUAN}
# Steps taken on the page of the year itself; all others belong to the page of what they decide.
HERE = frozenset({"declare", "start", "monitor", "undo_declare", "undo_designate", "undo_start"})
NADA = {T.DIBINA: "kuning", T.DICABUT: "merah", T.BERPREDIKAT: "hijau", T.PEMANTAUAN: "hijau"}


def is_forward(step: Transition) -> bool:
    """Whether the step leads on, rather than back to a stage the year was in before."""
    order = [*LINE, T.DIBINA, T.DICABUT]
    return all(order.index(step.target) > order.index(source) for source in step.sources)


def forward_steps(year: PembangunanZI) -> list[Transition]:
    """The steps that lead on; a revocation and what follows from it are no next step of anybody's plan."""
    return [s for s in WORKFLOW.from_status(year.tahap) if is_forward(s) and s.name not in ("revoke", "stop_proposal")]


def has_reached(year: PembangunanZI, tahap: str) -> bool:
    """Whether the year stands at `tahap` or later on the line."""
    return LINE.index(BESIDE.get(year.tahap, year.tahap)) >= LINE.index(tahap)


def step_missing_before(year: PembangunanZI, tahap: str) -> str:
    """The sentence that says which step the year still needs to reach `tahap`; "" when it is there or further."""
    if has_reached(year, tahap):
        return ""
    step = forward_steps(year)[0]
    return (
        f"{year.unit} masih pada tahap “{T(year.tahap).label}”. Langkah yang belum dilakukan: “{step.label}”, "
        f"oleh {step.who}."
    )


def move_year(year: PembangunanZI, name: str, *, by: Peran, alasan: str = "") -> PembangunanZI:
    """Take one step of the year; raises as `units.transitions.perform`. The only way `tahap` changes."""
    return perform(WORKFLOW, year, name, by=by, alasan=alasan)
