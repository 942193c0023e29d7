"""Units as the kepala daerah decides on them: the frozen result, the requirements, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluation.models import HasilEvaluasi, Penilaian, PertimbanganTeknis, Rekomendasi, Survei
from evaluation.proposal_checks import final_results, frozen_predikat, is_absolute, threshold_findings, with_ground
from evaluation.requirements import all_sets, survey_findings
from evaluation.result_data import Predikat
from evaluation.services.requirements import SyaratUnit, judge_unit, judge_units
from units.choices import Tahap
from units.findings import Temuan, has_galat
from units.models import PembangunanZI, Periode

MENUNGGU = (Tahap.EVALUASI_TPI,)
DIPUTUSKAN = (Tahap.DIUSULKAN, Tahap.DIBINA)


@dataclass(frozen=True, slots=True)
class UnitDiputus:
    """One unit in the list. `nilai` is the frozen total as printed, "" while TPI's result is not final."""

    pembangunan: PembangunanZI
    nilai: str
    predikat: Predikat | None
    syarat: SyaratUnit

    @property
    def is_final(self) -> bool:
        return bool(self.nilai)

    @property
    def layak(self) -> bool:
        """Every threshold and every requirement."""
        return bool(self.predikat and self.predikat.memenuhi and self.syarat.memenuhi)

    @property
    def jarak(self) -> tuple[int, Decimal]:
        """How far: rules missed, then by how much of their minimum."""
        missed = self.predikat.kurang if self.predikat else ()
        short = sum((-rule.selisih / rule.minimum for rule in missed if rule.minimum), Decimal(0))
        return len(missed) + len(self.syarat.kurang), short


def units_to_decide(years: Sequence[PembangunanZI], *, on: date) -> list[UnitDiputus]:
    """Closest first; those without a final result come last. Five queries however many."""
    rows = final_results().filter(pembangunan__in=years)
    frozen = {
        pk: (ringkas["nilai"], ambang)
        for pk, ringkas, ambang in rows.values_list("pembangunan_id", "hasil__ringkas", "hasil__ambang")
    }
    judged = judge_units(years, on=on)
    found = []
    for year in years:
        nilai, ambang = frozen.get(year.pk, ("", ()))
        found.append(UnitDiputus(year, nilai, frozen_predikat(ambang, year.target), judged[year.pk]))
    return sorted(found, key=lambda item: (not item.is_final, *item.jarak, item.pembangunan.unit.nama))


def years_in(periode: Periode, *, tahap: Sequence[str], seen) -> list[PembangunanZI]:
    return list(seen.filter(periode=periode, tahap__in=tahap).select_related("unit__instansi", "periode"))


def count_waiting(periode: Periode) -> int:
    """Units whose result is final and that nobody has decided on; one query."""
    return final_results().filter(pembangunan__periode=periode, pembangunan__tahap__in=MENUNGGU).count()


@dataclass(frozen=True, slots=True)
class Putusan:
    """All that one decision rests on. `temuan` counts a recorded technical ground, `terhalang` does not."""

    pembangunan: PembangunanZI
    penilaian: Penilaian | None
    predikat: Predikat | None
    nilai: str
    syarat: SyaratUnit
    lhe: HasilEvaluasi | None
    rekomendasi: tuple[Rekomendasi, ...]
    pertimbangan: PertimbanganTeknis | None
    halangan: tuple[Temuan, ...]

    @property
    def terhalang(self) -> bool:
        return has_galat(self.halangan)

    @property
    def buntu(self) -> bool:
        """Something stands in the way that no technical ground excuses."""
        return any(item.is_galat and is_absolute(item) for item in self.halangan)

    @property
    def temuan(self) -> list[Temuan]:
        return with_ground(list(self.halangan), self.pertimbangan.alasan if self.pertimbangan else "")


def decision_of(year: PembangunanZI, *, on: date) -> Putusan:
    row = final_results().filter(pembangunan=year).select_related("instrumen").first()
    predikat = frozen_predikat(row.hasil["ambang"], year.target) if row else None
    syarat = judge_unit(year, on=on)
    lhe = HasilEvaluasi.objects.filter(penilaian=row).select_related("ketua__user", "evaluasi").first() if row else None
    surveys = _survey_findings(row) if row else []
    advice = Rekomendasi.objects.filter(evaluasi=lhe.evaluasi) if lhe else Rekomendasi.objects.none()
    return Putusan(
        pembangunan=year,
        penilaian=row,
        predikat=predikat,
        nilai=row.hasil["ringkas"]["nilai"] if row else "",
        syarat=syarat,
        lhe=lhe,
        rekomendasi=tuple(advice),
        pertimbangan=PertimbanganTeknis.objects.filter(pembangunan=year).select_related("dicatat_oleh__user").first(),
        halangan=(*threshold_findings(predikat, final=row is not None), *syarat.findings(), *surveys),
    )


def _survey_findings(tpi: Penilaian) -> list[Temuan]:
    """Of each kind the newest survey that the institution held itself."""
    rows = Survei.objects.filter(pembangunan=tpi.pembangunan_id, sumber=Survei.Sumber.MANDIRI).order_by("tanggal", "pk")
    answers = {kode: item["nilai"] for kode, item in tpi.hasil["jawaban"].items()}
    kumpulan = all_sets().get(tpi.hasil["instrumen"]["kode"])
    codes = kumpulan.survei if kumpulan else {}
    return survey_findings(codes, dict(rows.values_list("jenis", "indeks")), answers)
