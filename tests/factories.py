"""Small, invented worlds for tests. A factory makes one valid row; `make_world` makes one institution at work."""

from dataclasses import dataclass, field
from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from action_plans import models as plans
from units import models
from units.choices import Area, JenisPeran

J = JenisPeran
PASSWORD = "rahasia-untuk-uji"
_HASHED = None


def _password_hash() -> str:
    """Argon2 once for all test users."""
    global _HASHED
    if _HASHED is None:
        from django.contrib.auth.hashers import make_password

        _HASHED = make_password(PASSWORD)
    return _HASHED


class InstansiFactory(DjangoModelFactory):
    class Meta:
        model = models.Instansi

    jenis = "kabupaten"
    wilayah = factory.Sequence(lambda n: f"Kabupaten Contoh {n}")
    nama = factory.LazyAttribute(lambda o: f"Pemerintah {o.wilayah}")
    ibu_kota = "Kotabaru"
    jabatan_kepala = factory.LazyAttribute(lambda o: o.wilayah.replace("Kabupaten", "Bupati"))
    nama_kepala = "Drs. Arman Lesmana"
    profil = "ketapang-2022"


class UnitKerjaFactory(DjangoModelFactory):
    class Meta:
        model = models.UnitKerja

    instansi = factory.SubFactory(InstansiFactory)
    kode = factory.Sequence(lambda n: f"7.{n:03d}")
    nama = factory.Sequence(lambda n: f"Kecamatan Contoh {n}")
    jabatan_kepala = factory.LazyAttribute(lambda o: o.nama.replace("Kecamatan", "Camat"))
    jumlah_pegawai = 24


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    nip = factory.Sequence(lambda n: f"19850101201001{1 + n % 2}{n % 1000:03d}")
    nama = factory.Sequence(lambda n: f"Pegawai Uji {n}")
    email = factory.Sequence(lambda n: f"pegawai{n}@contoh.test")
    golongan = "III/c"
    jabatan = "Analis"
    password = factory.LazyFunction(_password_hash)
    instansi = factory.SubFactory(InstansiFactory)


class PeriodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Periode

    instansi = factory.SubFactory(InstansiFactory)
    tahun = factory.LazyFunction(lambda: timezone.localdate().year)
    profil = factory.SelfAttribute("instansi.profil")


class PembangunanFactory(DjangoModelFactory):
    class Meta:
        model = models.PembangunanZI

    unit = factory.SubFactory(UnitKerjaFactory)
    periode = factory.SubFactory(PeriodeFactory, instansi=factory.SelfAttribute("..unit.instansi"))


class RencanaFactory(DjangoModelFactory):
    class Meta:
        model = plans.RencanaAksi

    pembangunan = factory.SubFactory(PembangunanFactory)
    dasar = "1. PermenPANRB 90/2021."
    maksud_tujuan = "1. Menjadi acuan."


class AksiFactory(DjangoModelFactory):
    class Meta:
        model = plans.Aksi

    rencana = factory.SubFactory(RencanaFactory)
    urutan = factory.Sequence(lambda n: n + 1)
    area = Area.MANAJEMEN_PERUBAHAN
    aspek = "pemenuhan"
    indikator = "Penyusunan Tim Kerja"
    aksi = factory.Sequence(lambda n: f"Aksi contoh {n}")
    bukti_fisik = "Keputusan Tim"
    target_waktu = "Maret"
    bulan = [3]


def make_peran(
    jenis: str, *, instansi: models.Instansi, unit: models.UnitKerja | None = None, **user_fields
) -> models.Peran:
    user = UserFactory(instansi=instansi, unit=unit, **user_fields)
    return models.Peran.objects.create(
        user=user, jenis=jenis, instansi=instansi, unit=unit, mulai=date(timezone.localdate().year, 1, 1)
    )


UNIT_LEVEL = (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, J.PEGAWAI)


@dataclass
class World:
    """An institution with its Inspektorat and one unit that builds ZI this year; `peran[jenis]` for every role."""

    instansi: models.Instansi
    inspektorat: models.UnitKerja
    unit: models.UnitKerja
    periode: models.Periode
    pembangunan: models.PembangunanZI
    tim: models.TimPembangunan
    peran: dict[str, models.Peran] = field(default_factory=dict)


def make_world(*, areas: tuple[str, ...] = (Area.MANAJEMEN_PERUBAHAN, Area.TATALAKSANA), **instansi_fields) -> World:
    """Everything a story needs before the plan. The anggota works on `areas`; the ketua stands one level below the
    head.
    """
    instansi = InstansiFactory(**instansi_fields)
    inspektorat = UnitKerjaFactory(
        instansi=instansi, nama=f"Inspektorat {instansi.wilayah}", jabatan_kepala="Inspektur", is_inspektorat=True
    )
    unit = UnitKerjaFactory(instansi=instansi)
    periode = PeriodeFactory(instansi=instansi)
    pembangunan = models.PembangunanZI.objects.create(unit=unit, periode=periode)
    tim = models.TimPembangunan.objects.create(pembangunan=pembangunan)
    world = World(instansi, inspektorat, unit, periode, pembangunan, tim)
    eselon = {J.KEPALA_UNIT: "III.a", J.KETUA_TIM: "IV.a"}
    for jenis in J:
        home = (
            unit if jenis in UNIT_LEVEL else inspektorat if "tpi" in jenis or jenis in (J.TIM_PEMBINA, J.TIUK) else None
        )
        world.peran[jenis] = make_peran(
            jenis, instansi=instansi, unit=home if jenis in UNIT_LEVEL else None, eselon=eselon.get(jenis, "")
        )
        if home and jenis not in UNIT_LEVEL:
            user = world.peran[jenis].user
            user.unit = home
            user.save(update_fields=["unit"])
    for jenis, kedudukan, area in ((J.KETUA_TIM, "ketua", []), (J.ANGGOTA_TIM, "anggota", list(areas))):
        peran = world.peran[jenis]
        models.AnggotaTim.objects.create(tim=tim, user=peran.user, kedudukan=kedudukan, area=area, peran=peran)
    return world
