"""The first steps of the demo's year: candidates scored, pledges signed, declared, designated by one decree."""

from datetime import date

from units.choices import JenisPeran, JenisPredikat
from units.models import PembangunanZI, Peran, Periode, UnitKerja, User
from units.pakta import BarisPakta
from units.profiles import get_profil
from units.services import declaration, decrees, identification, pakta
from units.services.decrees import default_signatory
from units.year import move_year
from zi_portal.demo import files
from zi_portal.demo.clock import on
from zi_portal.demo.people import Orang

J = JenisPeran
# How far a story has come: units that are only beginning stand before the decree.
DECLARED = ("penuh", "berjalan", "dinilai", "selesai", "diajukan")
# The share of employees who have signed where a unit has declared, and where it is still collecting.
SIGNED, COLLECTING = 0.8, 0.3


def candidate(unit: UnitKerja, periode: Periode, *, by: Peran) -> PembangunanZI:
    """Scored high on every criterion, and entered into the year."""
    _score(unit, periode, best=True, by=by)
    return identification.make_candidates(periode, [unit], target=JenisPredikat.WBK, by=by)[0]


def score_others(periode: Periode, *, by: Peran) -> None:
    """The units that were not chosen have scores too; the Inspektorat is left for the person who tries the page."""
    for unit in identification.candidates(periode).filter(is_inspektorat=False):
        _score(unit, periode, best=False, by=by)


def _score(unit: UnitKerja, periode: Periode, *, best: bool, by: Peran) -> None:
    rule = get_profil(periode.profil).identifikasi
    values = {k.kode: str(k.tertinggi if best or number else k.tertinggi - 2) for number, k in enumerate(rule.kriteria)}
    identification.save_scores(periode, unit, values, versi=0, by=by)


def declare(tokoh, *, today: date) -> None:
    """Pledges of all who have an account, the rest on paper; then the declaration. A unit that begins is collecting."""
    year, ready = tokoh.pembangunan, tokoh.cerita in DECLARED
    first = date(today.year, 1, 13)
    with on(min(today, first)):
        signers = Peran.objects.filter(
            unit=tokoh.unit, jenis__in=(J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, J.PEGAWAI)
        )
        people = list(signers.select_related("user", "instansi", "unit").order_by("pk"))
        chosen = people if ready else people[:2]
        for peran in {p.user_id: p for p in chosen}.values():
            pakta.sign(year, by=peran)
        wanted = int(tokoh.unit.jumlah_pegawai * (SIGNED if ready else COLLECTING)) - len(chosen)
        rows = [BarisPakta(nama, nama, "", str(min(today, first))) for nama in _names(wanted)]
        if rows:
            scan = files.page("Lembar pakta integritas", [tokoh.unit.nama, f"{len(rows)} penanda tangan"])
            pakta.import_paper(year, rows, scan=scan, by=tokoh.kepala)
    if ready:
        with on(min(today, date(today.year, 1, 13))):
            _declaration(tokoh, today=today)


def _names(count: int) -> list[str]:
    """Invented people without an account, none of them named as one who has it."""
    source, taken = Orang(), {nama.split(",")[0] for nama in User.objects.values_list("nama", flat=True)}
    names = (source.name() for _ in range(count + len(taken)))
    return [nama for nama in names if nama.split(",")[0] not in taken][: max(count, 0)]


def _declaration(tokoh, *, today: date) -> None:
    unit, year = tokoh.unit, tokoh.pembangunan
    data = {
        "tanggal": min(today, date(today.year, 1, 13)),
        "tempat": f"Halaman kantor {unit.nama}"[:150],
        "saksi": f"{unit.instansi.nama_kepala}, {unit.instansi.jabatan_kepala}\nInspektur",
        "tautan": f"https://{unit.pk}.contoh.example/berita/pencanangan-zona-integritas",
    }
    charter = files.page("Piagam Pencanangan Zona Integritas", [unit.nama])
    declaration.save_pencanangan(year, data, piagam=charter, by=tokoh.kepala)
    photo = files.page("Pencanangan Zona Integritas", [unit.nama, "Foto bersama saksi"], kind="PNG")
    declaration.add_photo(year, photo, by=tokoh.kepala)
    move_year(year, "declare", by=tokoh.kepala)


def designate(units: list, *, by: Peran, today: date) -> None:
    """One decree of the kepala daerah for all units that have declared."""
    declared = [t for t in units if t.cerita in DECLARED]
    signed = min(today, date(today.year, 1, 14))
    with on(signed):
        decrees.designate(
            {t.pembangunan: t.pembangunan.target for t in declared},
            nomor=f"188.45/14/{today.year}",
            tanggal=signed,
            tentang=f"Penetapan unit kerja pembangunan Zona Integritas tahun {today.year}",
            penanda_tangan=default_signatory(by.instansi),
            upload=files.page("Keputusan penetapan unit kerja", [t.unit.nama for t in declared]),
            by=by,
        )
    for tokoh in units:
        tokoh.pembangunan.refresh_from_db()


def start(tokoh, *, today: date) -> None:
    """The plan is approved and the team has its decree: the unit builds."""
    with on(min(today, date(today.year, 1, 21))):
        tokoh.pembangunan = move_year(tokoh.pembangunan, "start", by=tokoh.kepala)
