"""Units at any stage of their year, decrees and predicates, for the tests of the year."""

from datetime import date, timedelta

from django.utils import timezone

from tests.factories import RencanaFactory, World, make_peran
from units.choices import Area, Tahap
from units.choices import JenisPeran as J
from units.models import Keputusan, PaktaIntegritas, PembangunanZI, Pencanangan, Predikat, TimPembangunan, UnitKerja
from units.services import pakta as pakta_service


def at_stage(world: World, tahap: str) -> PembangunanZI:
    """The world's own year put at a stage, without the steps before it."""
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=tahap)
    return PembangunanZI.objects.select_related("unit__instansi", "periode").get(pk=world.pembangunan.pk)


def new_year(world: World, unit: UnitKerja, tahap: str = Tahap.DIIDENTIFIKASI) -> PembangunanZI:
    return PembangunanZI.objects.create(unit=unit, periode=world.periode, tahap=tahap)


def make_keputusan(world: World, jenis: str = "predikat", *, nomor: str = "", tanggal: date | None = None) -> Keputusan:
    return Keputusan.objects.create(
        instansi=world.instansi,
        jenis=jenis,
        nomor=nomor or f"{jenis}/{Keputusan.objects.count() + 1}",
        tanggal=tanggal or timezone.localdate(),
        penanda_tangan="Bupati",
        created_by=world.peran[J.SEKRETARIS_TPI],
    )


def make_predikat(world: World, unit: UnitKerja, jenis: str = "wbk", *, dicabut: date | None = None) -> Predikat:
    """A predicate in force, or one revoked on a day."""
    fields = {}
    if dicabut:
        fields = {"status": "dicabut", "dicabut_pada": dicabut, "pencabutan": make_keputusan(world, "pencabutan")}
    begin = date(2020, 1, 2)
    return Predikat.objects.create(
        unit=unit,
        jenis=jenis,
        keputusan=make_keputusan(world),
        mulai=begin,
        reevaluasi_paling_lambat=begin + timedelta(days=730),
        **fields,
    )


def declare_facts(world: World, year: PembangunanZI | None = None, **fields) -> Pencanangan:
    """A declaration written down completely, save photos and charter."""
    fields = {"tempat": "Aula", "saksi": "Inspektur", "tautan": "https://contoh.example/berita"} | fields
    fields.setdefault("tanggal", timezone.localdate())
    return Pencanangan.objects.create(
        pembangunan=year or world.pembangunan, dicatat_oleh=world.peran[J.KEPALA_UNIT], **fields
    )


def sign_all(world: World, *, employees: int, signed: int) -> PembangunanZI:
    """The unit has `employees`; its head and enough others have signed."""
    UnitKerja.objects.filter(pk=world.unit.pk).update(jumlah_pegawai=employees)
    year = PembangunanZI.objects.select_related("unit__instansi", "periode").get(pk=world.pembangunan.pk)
    if signed:
        pakta_service.sign(year, by=world.peran[J.KEPALA_UNIT])
    PaktaIntegritas.objects.bulk_create(
        PaktaIntegritas(pembangunan=year, nama=f"Pegawai {n}", cara="kertas", tanggal=timezone.localdate())
        for n in range(1, signed)
    )
    return year


def ready(world: World, name: str) -> PembangunanZI:
    """The world's year where the step `name` (declare, designate, start) could be taken, all conditions met."""
    today = timezone.localdate()
    if name == "declare":
        sign_all(world, employees=5, signed=4)
        declare_facts(world)
        return at_stage(world, Tahap.DIIDENTIFIKASI)
    if name == "designate":
        PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(nomor_penetapan="1/KEP", tanggal_penetapan=today)
        return at_stage(world, Tahap.DICANANGKAN)
    TimPembangunan.objects.filter(pk=world.tim.pk).update(nomor_sk="1/TIM", tanggal_sk=today)
    world.tim.anggota.filter(kedudukan="anggota").update(area=[a.value for a in Area.pengungkit()])
    RencanaFactory(pembangunan=world.pembangunan, versi=1, status="disetujui")
    return at_stage(world, Tahap.DITETAPKAN)


def colleague(world: World, **fields):
    """One more employee of the world's unit."""
    return make_peran(J.PEGAWAI, instansi=world.instansi, unit=world.unit, **fields)
