"""The people and the workbook of the story; run inside the portal's own process to prepare its database."""

import json
from datetime import date

from django.utils import timezone

from tests.factories import InstansiFactory, PeriodeFactory, UnitKerjaFactory, make_peran
from units.choices import JenisPeran
from units.models import PembangunanZI, Tenggat, UnitKerja
from units.profiles import get_profil

J = JenisPeran
PROFIL = "tangerang-2018"
UNIT = "Kecamatan Pekalongan Barat"


def make_story() -> str:
    """An institution on the first day of its year: people, a unit, no team, no plan. Returns emails and ids as JSON."""
    instansi = InstansiFactory(
        jenis="kota",
        wilayah="Kota Pekalongan",
        profil=PROFIL,
        jabatan_kepala="Wali Kota Pekalongan",
        ibu_kota="Pekalongan",
        kop_baris="PEMERINTAH KOTA PEKALONGAN",
    )
    tahun = timezone.localdate().year
    periode = PeriodeFactory(instansi=instansi, tahun=tahun)
    Tenggat.objects.bulk_create(
        Tenggat(periode=periode, kode=t.kode, nama=t.nama, tanggal=t.on(tahun)) for t in get_profil(PROFIL).tenggat
    )
    inspektorat = UnitKerjaFactory(
        instansi=instansi, nama="Inspektorat", jabatan_kepala="Inspektur", is_inspektorat=True
    )
    unit: UnitKerja = UnitKerjaFactory(instansi=instansi, nama=UNIT, jabatan_kepala="Camat Pekalongan Barat")
    pembangunan = PembangunanZI.objects.create(unit=unit, periode=periode, tanggal_penetapan=date(tahun, 1, 5))
    people = {
        "kepala": make_peran(
            J.KEPALA_UNIT, instansi=instansi, unit=unit, nama="Camat Contoh", golongan="IV/a", eselon="III.a"
        ),
        "auditor": make_peran(J.TIM_PEMBINA, instansi=instansi, nama="Auditor Contoh"),
    }
    for name in ("Ketua Contoh", "Anggota Satu", "Anggota Dua"):
        people[name.split()[0].lower() + name.split()[1][0].lower()] = make_peran(
            J.PEGAWAI, instansi=instansi, unit=unit, nama=name
        )
    people["auditor"].user.unit = inspektorat
    people["auditor"].user.save()
    return json.dumps({"pembangunan": pembangunan.pk, **{key: p.user.email for key, p in people.items()}})
