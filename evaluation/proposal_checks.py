"""What stands against proposing a unit and against sending a proposal: thresholds, requirements, papers, the deadline."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from evaluation.lke.numbers import koma
from evaluation.models import Penilaian, PertimbanganTeknis, UnitUsulan, Usulan
from evaluation.requirements import INSTANSI, absolute_codes
from evaluation.result_data import Predikat, thaw_predikat
from evaluation.services.requirements import SyaratUnit, judge_unit, judge_units
from units.choices import Tahap
from units.findings import Berat, Temuan, galat, has_galat, peringatan
from units.models import PembangunanZI, Periode
from units.templatetags.indonesia import tanggal

TENGGAT = "usulan_tpn"
INGAT_HARI = 30
BELUM_FINAL = "hasil_tpi"
HIDUP = (Usulan.Status.DRAF, Usulan.Status.DIKIRIM)


# --- one unit ------------------------------------------------------------------------------------------------


def final_results():
    """TPI's frozen results."""
    return Penilaian.objects.filter(jenis=Penilaian.Jenis.TPI, status=Penilaian.Status.FINAL)


def frozen_predikat(ambang: Iterable, target: str) -> Predikat | None:
    """How the frozen result judges one predicate; None where its instrument does not judge it."""
    return next((p for p in thaw_predikat(list(ambang)) if p.kode == target.upper()), None)


def threshold_findings(predikat: Predikat | None, *, final: bool) -> list[Temuan]:
    """From the frozen result: nothing is computed again. Without a result nothing is met."""
    if not final:
        return [galat(BELUM_FINAL, "Hasil evaluasi TPI belum final, sehingga belum ada yang dapat diusulkan.")]
    if predikat is None:
        return [galat(BELUM_FINAL, "Hasil evaluasi TPI tidak menilai predikat yang dituju unit ini.")]
    return [
        galat(
            f"ambang_{rule.kode}",
            f"{rule.nama} {koma(rule.dinilai)}{rule.satuan}, minimum {koma(rule.minimum)}{rule.satuan}.",
        )
        for rule in predikat.kurang
    ]


def with_ground(found: list[Temuan], ground: str) -> list[Temuan]:
    """A recorded technical ground turns what fails into a warning, but never what is absolute."""
    if not ground:
        return found
    return [item if is_absolute(item) else replace(item, berat=Berat.PERINGATAN) for item in found]


def is_absolute(found: Temuan) -> bool:
    """No ground excuses it: without a final result there is nothing to propose, and some requirements have no exception."""
    return found.kode == BELUM_FINAL or found.kode in absolute_codes()


def proposal_findings(year: PembangunanZI, *, on: date) -> list[Temuan]:
    """Thresholds and requirements of the unit towards its target, without regard to a technical ground."""
    ambang = final_results().filter(pembangunan=year).values_list("hasil__ambang", flat=True).first()
    predikat = frozen_predikat(ambang or (), year.target)
    return [*threshold_findings(predikat, final=ambang is not None), *judge_unit(year, on=on).findings()]


def check_propose(year: PembangunanZI) -> list[Temuan]:
    """Before the kepala daerah proposes: every threshold and requirement, or a recorded technical ground."""
    ground = PertimbanganTeknis.objects.filter(pembangunan=year).values_list("alasan", flat=True).first()
    return with_ground(proposal_findings(year, on=timezone.localdate()), ground or "")


def check_coach(year: PembangunanZI) -> list[Temuan]:
    """There is nothing to decide before TPI's result is final."""
    return [] if final_results().filter(pembangunan=year).exists() else threshold_findings(None, final=False)


def check_hand_over(year: PembangunanZI) -> list[Temuan]:
    if UnitUsulan.objects.filter(pembangunan=year, usulan__status__in=HIDUP).exists():
        return []
    return [galat("usulan", "Unit ini belum masuk usulan. Ketua atau Sekretaris TPI menyusun usulan lebih dahulu.")]


def check_undo_propose(year: PembangunanZI) -> list[Temuan]:
    """A decision cannot be taken back under a proposal that is being prepared."""
    if not UnitUsulan.objects.filter(pembangunan=year, usulan__status__in=HIDUP).exists():
        return []
    return [galat("usulan", "Unit ini ada dalam usulan. Ketua atau Sekretaris TPI mengeluarkannya lebih dahulu.")]


def decision_url(year: PembangunanZI) -> str:
    return reverse("pengusulan_detail", args=[year.pk])


CONDITIONS = (
    ("propose", "Ambang batas dan syarat pengajuan dipenuhi, atau ada pertimbangan teknis", check_propose),
    ("coach_again", "Hasil evaluasi TPI sudah final", check_coach),
    ("hand_over", "Unit masuk dalam usulan ke TPN", check_hand_over),
    ("undo_propose", "Unit tidak sedang dalam usulan", check_undo_propose),
)


# --- one proposal --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Butir:
    """A line of the checklist: green, or why not. `menghalangi` is False for what is only told."""

    nama: str
    alasan: str = ""
    menghalangi: bool = True
    tautan: str = ""

    @property
    def beres(self) -> bool:
        return not self.alasan


@dataclass(frozen=True, slots=True)
class UnitDiperiksa:
    """One unit of the proposal with its part of the checklist. `pertimbangan` is the recorded technical ground."""

    baris: UnitUsulan
    predikat: Predikat | None
    syarat: SyaratUnit
    pertimbangan: str
    butir: tuple[Butir, ...]


@dataclass(frozen=True, slots=True)
class Kelengkapan:
    """The whole checklist of a proposal."""

    umum: tuple[Butir, ...]
    unit: tuple[UnitDiperiksa, ...]

    @property
    def semua(self) -> tuple[Butir, ...]:
        return self.umum + tuple(item for unit in self.unit for item in unit.butir)

    @property
    def lengkap(self) -> bool:
        return all(item.beres or not item.menghalangi for item in self.semua)

    def findings(self) -> list[Temuan]:
        found = [(item, "") for item in self.umum]
        found += [(item, unit.baris.pembangunan.unit.nama) for unit in self.unit for item in unit.butir]
        return [
            (galat if item.menghalangi else peringatan)("kelengkapan", item.alasan, place)
            for item, place in found
            if not item.beres
        ]


def deadline_of(periode: Periode) -> date | None:
    return periode.tenggat.filter(kode=TENGGAT).values_list("tanggal", flat=True).first()


def deadline_finding(due: date | None, today: date, *, alasan: str = "") -> Temuan | None:
    """Warns before the last day; after it a reason is required (S2: "paling lambat 31 Mei setiap tahunnya")."""
    if due is None:
        return peringatan("tenggat", "Batas waktu pengusulan ke TPN belum diatur dalam kalender tahun ini.")
    if today > due:
        words = f"Batas waktu pengusulan {tanggal(due)} sudah lewat."
        if alasan.strip():
            return peringatan("tenggat", f"{words} Alasan: {alasan.strip()}")
        return galat("tenggat", f"{words} Isi alasan melewati batas waktu pada surat usulan.")
    left = (due - today).days
    if left > INGAT_HARI:
        return None
    return peringatan(
        "tenggat", f"Batas waktu pengusulan {tanggal(due)}, {f'{left} hari lagi' if left else 'hari ini'}."
    )


def checklist(usulan: Usulan, *, today: date) -> Kelengkapan:
    """Eight queries, however many units."""
    rows = list(
        usulan.unit.select_related("pembangunan__unit__instansi", "pembangunan__periode", "sptjm_oleh__user")
        .defer("penilaian__hasil")
        .order_by("pembangunan__unit__kode")
    )
    years = [row.pembangunan for row in rows]
    ambang = dict(final_results().filter(pembangunan__in=years).values_list("pembangunan_id", "hasil__ambang"))
    grounds = dict(PertimbanganTeknis.objects.filter(pembangunan__in=years).values_list("pembangunan_id", "alasan"))
    judged = judge_units(years, on=today)
    units = tuple(
        _checked(row, ambang.get(row.pembangunan_id), judged[row.pembangunan_id], grounds.get(row.pembangunan_id, ""))
        for row in rows
    )
    return Kelengkapan(_papers(usulan, bool(rows), today), units)


def _papers(usulan: Usulan, any_unit: bool, today: date) -> tuple[Butir, ...]:
    edit = reverse("usulan_letter_edit", args=[usulan.pk])
    due = deadline_finding(deadline_of(usulan.periode), today, alasan=usulan.alasan_lewat_tenggat)
    return (
        Butir("Unit kerja yang diusulkan", "" if any_unit else "Belum ada unit kerja dalam usulan ini."),
        Butir(
            "Nomor dan tanggal surat usulan",
            "" if usulan.nomor_surat and usulan.tanggal_surat else "Nomor dan tanggal surat usulan belum diisi.",
            tautan=edit,
        ),
        Butir(
            "Surat usulan yang ditandatangani",
            "" if usulan.berkas_surat_id else "Surat usulan yang ditandatangani belum diunggah.",
            tautan=edit,
        ),
        Butir("Batas waktu", due.pesan if due else "", menghalangi=bool(due and due.is_galat), tautan=edit),
    )


def _checked(row: UnitUsulan, ambang: list | None, syarat: SyaratUnit, ground: str) -> UnitDiperiksa:
    year = row.pembangunan
    ground = row.alasan_teknis or ground
    predikat = frozen_predikat(ambang or (), year.target)
    thresholds = with_ground(threshold_findings(predikat, final=ambang is not None), ground)
    decided = year.tahap == Tahap.DIUSULKAN or row.usulan.status != Usulan.Status.DRAF
    place = reverse("syarat_detail", args=[year.pk])
    own = [item for item in syarat.findings() if item.is_galat]
    return UnitDiperiksa(row, predikat, syarat, ground, (
        Butir("Keputusan kepala daerah", "" if decided else "Unit ini tidak lagi berstatus diusulkan."),
        _line("Ambang batas", thresholds, decision_url(year)),
        _line(
            "Syarat tingkat instansi", with_ground([t for t in own if _is_institution(t, syarat)], ground),
            reverse("syarat_list"),
        ),
        _line("Syarat tingkat unit", with_ground([t for t in own if not _is_institution(t, syarat)], ground), place),
        Butir("SPTJM Kepala Unit Kerja", "" if row.sptjm_id else "SPTJM Kepala Unit Kerja belum disampaikan."),
    ))  # fmt: skip


def _is_institution(found: Temuan, syarat: SyaratUnit) -> bool:
    codes = {f"syarat_{item.kode}" for item in syarat.semua if item.ketentuan.tingkat == INSTANSI}
    return found.kode in codes


def _line(nama: str, found: list[Temuan], tautan: str) -> Butir:
    words = " ".join(item.pesan for item in found)
    if found and not has_galat(found):
        words = f"{words} Diusulkan dengan pertimbangan teknis."
    return Butir(nama, words, menghalangi=has_galat(found), tautan=tautan)


def check_send(usulan: Usulan) -> list[Temuan]:
    return checklist(usulan, today=timezone.localdate()).findings()
