"""Believable data of any size: institutions with years of plans, reports, evaluations, papers and complaints.

Rows are written in bulk, past the services, because a province's five years would take hours otherwise. Answers and results
come from a pool of assessments that were really scored. The same size gives the same data: every draw is seeded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from evaluation.models import Instrumen
from evaluation.services.instruments import begin_from_shipped, publish_instrumen
from units.choices import JenisLayanan, JenisPeran
from units.evidence import store_upload
from units.models import Berkas, Instansi, Peran, PetugasPengaduan, UnitKerja, User
from units.notices import without_email
from units.trigram import without_trigrams
from zi_portal.demo import files
from zi_portal.demo import scale_words as words
from zi_portal.demo.build import PASSWORD
from zi_portal.demo.scale_pool import Contoh, Kolam
from zi_portal.demo.scale_store import Gudang
from zi_portal.demo.scale_year import Tahun

J = JenisPeran
PROFIL, LKE = "ketapang-2022", "lke-2021"
PEJABAT = (
    (J.ADMIN_INSTANSI, "admin"), (J.KEPALA_DAERAH, "kepala.daerah"), (J.DELEGASI, "sekda"), (J.KETUA_TPI, "inspektur"),
    (J.SEKRETARIS_TPI, "sekretaris.tpi"), (J.ANGGOTA_TPI, "penilai"), (J.TIUK, "tiuk"), (J.TIM_PEMBINA, "pembina"),
    (J.ANGGOTA_TPI, "penilai.dua"), (J.TIM_PEMBINA, "pembina.dua"),
)  # fmt: skip
PEGAWAI = 3  # of each unit, besides its head
AWAL = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Ukuran:
    instansi: int
    unit: int  # of each institution
    tahun: int


UKURAN = {
    "kabupaten": Ukuran(1, 40, 3),
    "provinsi": Ukuran(1, 1000, 5),
    "nasional": Ukuran(550, 45, 5),
}


@dataclass(slots=True)
class UnitSkala:
    """A unit with its people; `mutu` grows over the years, and with it the scores."""

    unit: UnitKerja
    kepala: Peran
    pegawai: list[User]
    mutu: float
    pemegang: bool = False


@dataclass
class InstansiSkala:
    """What all years of one institution share."""

    instansi: Instansi
    instrumen: Instrumen
    pejabat: dict[str, list[Peran]]
    unit: list[UnitSkala]
    contoh_berkas: Berkas

    def one(self, jenis: str) -> Peran:
        return self.pejabat[jenis][0]


class PembuatSkala:
    def __init__(self, *, today: date) -> None:
        self.today = today
        self.random = Random(90)  # noqa: S311  believable, not secret
        self.password = make_password(PASSWORD)
        self.gudang = Gudang()
        self.kolam: Kolam | None = None
        self.orang = 0

    def make(self, ukuran: Ukuran) -> Iterator[Instansi]:
        for number in range(1, ukuran.instansi + 1):
            with transaction.atomic():
                yield self.institution(number, ukuran)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def draw(self, mutu: float) -> Contoh:
        return self.kolam.draw(mutu)

    def institution(self, number: int, ukuran: Ukuran) -> Instansi:
        instansi = self.master(number)
        pejabat = self.officials(instansi, number)
        ketua = pejabat[J.KETUA_TPI][0]
        draf = begin_from_shipped(LKE, instansi=instansi, by=ketua)
        first = self.today.year - ukuran.tahun + 1
        instrumen = publish_instrumen(draf, nomor="700/1/LKE", tanggal=date(first - 1, 1, 2), upload=None, by=ketua)
        self.kolam = self.kolam or Kolam(instrumen, self.random)
        page = files.page(f"Contoh berkas {instansi.wilayah}", ["Satu berkas contoh mewakili semua data dukung."])
        world = InstansiSkala(
            instansi, instrumen, pejabat, self.units(instansi, ukuran.unit),
            store_upload(page, instansi=instansi, by=ketua.user),
        )  # fmt: skip
        self.gudang.flush()
        for tahun in range(first, self.today.year + 1):
            Tahun(self, world, tahun).make()
            for row in world.unit:
                row.mutu += self.random.uniform(0, 2)
        return instansi

    def master(self, number: int) -> Instansi:
        wilayah = f"Kabupaten Contoh {number}"
        return Instansi.objects.create(
            jenis="kabupaten", nama=f"Pemerintah {wilayah}", wilayah=wilayah, ibu_kota="Kotabaru",
            jabatan_kepala=f"Bupati Contoh {number}", nama_kepala="Dr. Contoh Wirawan", profil=PROFIL,
            kop_baris=f"PEMERINTAH {wilayah.upper()}", slug=f"kabupaten-contoh-{number}", halaman_publik=True,
            pengaduan_dibuka=True,
        )  # fmt: skip

    def officials(self, instansi: Instansi, number: int) -> dict[str, list[Peran]]:
        """They belong to the Inspektorat's unit where their role does; the first two of them handle complaints."""
        inspektorat = UnitKerja.objects.create(
            instansi=instansi, kode="0.01", nama=f"Inspektorat {instansi.wilayah}", jabatan_kepala="Inspektur",
            is_inspektorat=True, jumlah_pegawai=45, jenis_layanan=JenisLayanan.PENGAWASAN,
        )  # fmt: skip
        outside = (J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI)
        users = self.gudang.add(
            self.person(
                instansi, f"{label}@skala{number}.example", jenis.label, None if jenis in outside else inspektorat
            )
            for jenis, label in PEJABAT
        )
        rows = self.gudang.add(
            Peran(user=user, jenis=jenis, instansi=instansi, mulai=AWAL)
            for user, (jenis, _) in zip(users, PEJABAT, strict=True)
        )
        found: dict[str, list[Peran]] = {}
        for row in rows:
            found.setdefault(row.jenis, []).append(row)
        self.gudang.add(
            PetugasPengaduan(
                instansi=instansi, user=row.user, dasar="Surat Tugas 700/15", ditunjuk_oleh=found[J.KETUA_TPI][0]
            )
            for row in found[J.TIM_PEMBINA]
        )
        self.gudang.flush()
        return found

    def person(self, instansi: Instansi, email: str, jabatan: str, unit: UnitKerja | None) -> User:
        self.orang += 1
        return User(
            nip=words.nip(self.orang), nama=words.person(self.random), email=email, instansi=instansi, unit=unit,
            jabatan=jabatan, golongan=self.random.choice(words.GOLONGAN), password=self.password,
        )  # fmt: skip

    def units(self, instansi: Instansi, count: int) -> list[UnitSkala]:
        layanan = JenisLayanan.values
        rows = self.gudang.add(
            UnitKerja(
                instansi=instansi, kode=f"{1 + n // 100}.{n % 100 + 1:03d}", nama=words.unit_name(n),
                jabatan_kepala="Kepala Unit Kerja", jenis_layanan=layanan[n % len(layanan)],
                jumlah_pegawai=self.random.randint(12, 140),
            )
            for n in range(count)
        )  # fmt: skip
        return [self.unit(row) for row in rows]

    def unit(self, row: UnitKerja) -> UnitSkala:
        instansi = row.instansi
        people = self.gudang.add(
            self.person(instansi, f"orang{n}.unit{row.pk}@skala.example", "Kepala" if n == 0 else "Analis", row)
            for n in range(1 + PEGAWAI)
        )
        head, *others = people
        kepala = Peran(user=head, jenis=J.KEPALA_UNIT, instansi=instansi, unit=row, mulai=AWAL)
        self.gudang.add([kepala])
        return UnitSkala(row, kepala, others, self.random.uniform(0, 9))


def make_scale(nama: str, *, today: date | None = None) -> Iterator[Instansi]:
    """Make the data of a named size, one institution after the other, each all or nothing."""
    with without_email(), without_trigrams():
        yield from PembuatSkala(today=today or timezone.localdate()).make(UKURAN[nama])
