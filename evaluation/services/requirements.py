"""Requirements of institution and units: what is recorded, what the portal knows, and how both are judged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from evaluation import proposal_access as access
from evaluation.models import Survei, Syarat
from evaluation.requirements import (
    INSTANSI,
    UNIT,
    Fakta,
    Ketentuan,
    KumpulanSyarat,
    NilaiSalah,
    SyaratDinilai,
    findings,
    judge,
    requirements_for,
)
from units.access import require
from units.choices import JenisPredikat
from units.errors import BenturanPerubahan, Ditolak
from units.evidence import store_upload
from units.findings import Temuan
from units.history import record
from units.models import PembangunanZI, Peran, Periode, Predikat, UnitKerja
from units.predicate import end_of_wait
from units.profiles import get_profil
from units.templatetags.indonesia import waktu

BUKTI = frozenset({"pdf", "jpg", "png", "docx", "xlsx"})


@dataclass(frozen=True, slots=True)
class SyaratUnit:
    """All requirements of one unit's year towards its target, judged."""

    target: str
    instansi: tuple[SyaratDinilai, ...]
    unit: tuple[SyaratDinilai, ...]

    @property
    def semua(self) -> tuple[SyaratDinilai, ...]:
        return self.instansi + self.unit

    @property
    def memenuhi(self) -> bool:
        return not self.kurang

    @property
    def kurang(self) -> tuple[SyaratDinilai, ...]:
        return tuple(item for item in self.semua if item.menghalangi)

    @property
    def jumlah(self) -> int:
        return sum(item.ketentuan.menghalangi for item in self.semua)

    def findings(self) -> list[Temuan]:
        return findings(self.semua)


def set_of(periode: Periode) -> KumpulanSyarat:
    """The requirements of the regulation that the year runs under."""
    return requirements_for(get_profil(periode.profil).instrumen)


def judge_unit(pembangunan: PembangunanZI, *, on: date) -> SyaratUnit:
    return judge_units([pembangunan], on=on)[pembangunan.pk]


def judge_units(years: Sequence[PembangunanZI], *, on: date) -> dict[int, SyaratUnit]:
    """By pk of the unit's year; all of one programme year. Four queries however many there are."""
    if not years:
        return {}
    periode = years[0].periode
    kumpulan, recorded, facts = set_of(periode), recorded_values(periode), facts_of(years, on=on)
    return {
        year.pk: SyaratUnit(
            year.target,
            judge(kumpulan.of_level(INSTANSI), year.target, recorded[None], facts[year.pk]),
            judge(kumpulan.of_level(UNIT), year.target, recorded[year.pk], facts[year.pk]),
        )
        for year in years
    }


def judge_towards(pembangunan: PembangunanZI, target: str, *, on: date) -> SyaratUnit:
    """As if the unit's year were built towards `target`."""
    year = copy(pembangunan)
    year.target = target
    return judge_unit(year, on=on)


def freeze(found: SyaratUnit) -> dict[str, list[list]]:
    """As JSON, to be read again with `thaw` when values and regulations have changed."""
    return {
        tingkat: [[item.kode, item.nilai, item.minimum, item.memenuhi, item.alasan] for item in rows]
        for tingkat, rows in ((INSTANSI, found.instansi), (UNIT, found.unit))
    }


def thaw(frozen: dict[str, list[list]], target: str, periode: Periode) -> SyaratUnit:
    kumpulan = set_of(periode)
    instansi, unit = (
        tuple(SyaratDinilai(kumpulan.get(kode), *judged) for kode, *judged in frozen[tingkat])
        for tingkat in (INSTANSI, UNIT)
    )
    return SyaratUnit(target, instansi, unit)


def judge_instansi(periode: Periode, target: str, *, on: date) -> tuple[SyaratDinilai, ...]:
    """Requirements of the institution alone; three queries."""
    nilai = dict(Syarat.objects.filter(periode=periode, pembangunan=None).values_list("kode", "nilai"))
    return judge(set_of(periode).of_level(INSTANSI), target, nilai, _institution(periode, on))


def recorded_values(periode: Periode) -> dict[int | None, dict[str, str]]:
    """{unit's year or None for the institution: {code: value}}"""
    found: dict[int | None, dict[str, str]] = defaultdict(dict)
    for pk, kode, nilai in Syarat.objects.filter(periode=periode).values_list("pembangunan_id", "kode", "nilai"):
        found[pk][kode] = nilai
    return found


# --- what the portal knows by itself -------------------------------------------------------------------------


def facts_of(years: Sequence[PembangunanZI], *, on: date) -> dict[int, Fakta]:
    """Three queries; `on` is the day that is judged."""
    periode = years[0].periode
    held = _predicates(periode)
    total = _count_units(periode)
    starts = _starts(years)
    return {
        year.pk: Fakta(
            pada=on,
            mulai=starts.get(year.pk),
            wbk_sejak=_wbk_since(held, year.unit_id, on),
            boleh_sejak=_free_from(held, year.unit_id),
            jumlah_unit=total,
            berpredikat=_holders(held),
        )
        for year in years
    }


def _institution(periode: Periode, on: date) -> Fakta:
    return Fakta(pada=on, jumlah_unit=_count_units(periode), berpredikat=_holders(_predicates(periode)))


def _predicates(periode: Periode) -> list[Predikat]:
    return list(Predikat.objects.filter(unit__instansi_id=periode.instansi_id).order_by("mulai"))


def _count_units(periode: Periode) -> int:
    return UnitKerja.objects.filter(instansi_id=periode.instansi_id, is_active=True).count()


def _holders(held: Iterable[Predikat]) -> int:
    return len({row.unit_id for row in held if row.status != Predikat.Status.DICABUT})


def _wbk_since(held: Iterable[Predikat], unit_id: int, on: date) -> date | None:
    """A predicate under review is in force until it is revoked."""
    own = [
        row.mulai
        for row in held
        if row.unit_id == unit_id and row.jenis == JenisPredikat.WBK and row.status != Predikat.Status.DICABUT
    ]
    return min((day for day in own if day <= on), default=None)


def _free_from(held: Iterable[Predikat], unit_id: int) -> date | None:
    lost = [row.dicabut_pada for row in held if row.unit_id == unit_id and row.dicabut_pada]
    return end_of_wait(max(lost)) if lost else None


def _starts(years: Sequence[PembangunanZI]) -> dict[int, date]:
    """Since when each unit builds towards its target: the first year of the unbroken run that ends in this one.

    The decree names unit and target (Pergub Kalbar 20/2017 Pasal 8); where its date is unknown, the declaration counts.
    """
    rows = PembangunanZI.objects.filter(unit__in={year.unit_id for year in years}).values_list(
        "unit_id", "periode__tahun", "target", "tanggal_penetapan", "pencanangan__tanggal"
    )
    known = {(unit, tahun): (target, decree or declared) for unit, tahun, target, decree, declared in rows}
    found = {}
    for year in years:
        tahun, first = year.periode.tahun, None
        while (row := known.get((year.unit_id, tahun))) and row[0] == year.target:
            first, tahun = row[1] or first, tahun - 1
        if first:
            found[year.pk] = first
    return found


# --- recording -----------------------------------------------------------------------------------------------


@transaction.atomic
def save_syarat(
    *,
    periode: Periode,
    pembangunan: PembangunanZI | None,
    kode: str,
    nilai: str,
    sumber: str,
    versi: int,
    by: Peran,
    upload: UploadedFile | None = None,
) -> Syarat:
    """Record the checked value of one requirement that was last seen at `versi` (0 = none yet).

    Raises Ditolak with what may be entered, BenturanPerubahan when somebody else recorded another value meanwhile.
    """
    item = _recordable(periode, pembangunan, kode, by=by)
    try:
        value = item.read(nilai)
    except NilaiSalah as unreadable:
        raise Ditolak(str(unreadable)) from None
    key = {"periode": periode, "pembangunan": pembangunan, "kode": kode}
    row = Syarat.objects.select_for_update().filter(**key).first()
    if (row.versi if row else 0) != versi:
        raise _conflict(row)
    berkas = store_upload(upload, instansi=periode.instansi, by=by.user, accept=BUKTI) if upload else None
    if row is None:
        return _first_value(key, value, sumber, berkas, by=by, item=item)
    dari = item.words(row.nilai)
    row.nilai, row.sumber, row.berkas = value, sumber, berkas or row.berkas
    row.versi, row.diperiksa_oleh = row.versi + 1, by
    row.save()
    record(row, by=by, tindakan="Memeriksa syarat", kolom=item.nama[:60], dari=dari, ke=item.words(value))
    return row


def _recordable(periode: Periode, pembangunan: PembangunanZI | None, kode: str, *, by: Peran) -> Ketentuan:
    if pembangunan is None:
        require(access.can_check_syarat_instansi(by, periode.instansi_id), access.PEMERIKSA, what="Memeriksa syarat")
    else:
        require(access.can_check_syarat(by, pembangunan), access.PEMERIKSA, what="Memeriksa syarat")
        if pembangunan.unit_usulan.filter(usulan__status="dikirim").exists():
            raise Ditolak("Usulan unit ini sudah dikirim; syaratnya tidak dapat diubah lagi.")
    item = set_of(periode).get(kode)
    if item is None or item.is_computed or item.tingkat != (UNIT if pembangunan else INSTANSI):
        raise Ditolak("Syarat ini tidak dicatat di sini. Muat ulang halaman.")
    return item


def _first_value(key: dict, nilai: str, sumber: str, berkas, *, by: Peran, item: Ketentuan) -> Syarat:
    try:
        with transaction.atomic():
            row = Syarat.objects.create(**key, nilai=nilai, sumber=sumber, berkas=berkas, diperiksa_oleh=by)
    except IntegrityError:  # two people recorded the first value at once
        raise _conflict(Syarat.objects.get(**key)) from None
    record(row, by=by, tindakan="Memeriksa syarat", kolom=item.nama[:60], ke=item.words(nilai))
    return row


def _conflict(row: Syarat | None) -> Exception:
    if row is None:
        return Ditolak("Halaman ini sudah usang. Muat ulang halaman, lalu isi lagi.")
    return BenturanPerubahan(
        versi=row.versi, nilai=row.nilai, oleh=str(row.diperiksa_oleh.user), pada=waktu(row.diperiksa_at)
    )


@transaction.atomic
def record_survei(
    *,
    pembangunan: PembangunanZI,
    jenis: str,
    indeks: Decimal,
    responden: int,
    tanggal: date,
    pelaksana: str,
    by: Peran,
    upload: UploadedFile | None = None,
) -> Survei:
    """A survey the institution held itself; TPN's own is recorded with its evaluation."""
    require(access.can_record_survei(by, pembangunan), access.PENCATAT_SURVEI, what="Mencatat hasil survei")
    instansi = pembangunan.unit.instansi
    berkas = store_upload(upload, instansi=instansi, by=by.user, accept=BUKTI) if upload else None
    row = Survei.objects.create(
        pembangunan=pembangunan, jenis=jenis, indeks=indeks, responden=responden, tanggal=tanggal,
        pelaksana=pelaksana, berkas=berkas, dicatat_oleh=by,
    )  # fmt: skip
    record(pembangunan, by=by, tindakan="Mencatat hasil survei", kolom=row.get_jenis_display(), ke=str(indeks))
    return row
