"""Make the demo: institutions, units, people with every role, the programme year, teams."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from units.choices import Area, JenisPeran
from units.evidence import store_logo
from units.models import Instansi, PembangunanZI, Peran, Periode, Tenggat, UnitKerja, User
from units.notices import without_email
from units.profiles import get_profil
from units.services import team
from zi_portal.demo import coaching, complaints, files, issued, lhe, lke, predicate, requirements, story, tpi, year
from zi_portal.demo.clock import on
from zi_portal.demo.institutions import INSTANSI, ContohInstansi, ContohUnit
from zi_portal.demo.people import Orang

J = JenisPeran
PASSWORD = "zona-integritas"  # noqa: S105  printed on the first page of the demo
PENGUNGKIT = list(Area.pengungkit())
# Which areas the members of a team work on: six people, or four where the regulation wants four.
SPLIT = {6: [[a] for a in PENGUNGKIT], 4: [PENGUNGKIT[:2], PENGUNGKIT[2:4], [PENGUNGKIT[4]], [PENGUNGKIT[5]]]}
RESULTS = [Area.HASIL_BERSIH, Area.HASIL_PELAYANAN]


@dataclass
class Tokoh:
    """The people of one unit who act in the story."""

    unit: UnitKerja
    pembangunan: PembangunanZI
    kepala: Peran
    ketua: Peran
    anggota: list[Peran] = field(default_factory=list)
    cerita: str = ""

    def worker_of(self, area: str) -> Peran:
        """The member to whom the area was given."""
        rows = self.pembangunan.tim.anggota.select_related("peran__user", "peran__unit", "peran__instansi")
        return next((a.peran for a in rows if area in a.area), self.ketua)


class Pembuat:
    """Makes one institution after the other; people come from one source, so that no NIP repeats."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.orang = Orang()
        self.password = make_password(PASSWORD)

    def person(self, instansi: Instansi, unit: UnitKerja | None, *, email: str = "", **fields) -> User:
        fields.setdefault("golongan", self.orang.golongan())
        return User.objects.create(
            nip=self.orang.nip(),
            nama=self.orang.name(),
            email=email or None,
            instansi=instansi,
            unit=unit,
            password=self.password,
            **fields,
        )

    def role(self, user: User, jenis: str, unit: UnitKerja | None = None) -> Peran:
        return Peran.objects.create(
            user=user,
            jenis=jenis,
            instansi=user.instansi,
            unit=unit,
            mulai=date(self.today.year, 1, 1),
            dasar="Data peragaan",
        )

    def institution(self, contoh: ContohInstansi) -> list[Tokoh]:
        instansi = Instansi.objects.create(
            jenis=contoh.jenis,
            nama=contoh.nama,
            wilayah=contoh.wilayah,
            ibu_kota=contoh.ibu_kota,
            jabatan_kepala=contoh.kepala,
            nama_kepala=self.orang.name(),
            profil=contoh.profil,
            kop_baris=contoh.nama.upper(),
            alamat=contoh.alamat,
            surel=f"pemda@{contoh.surel}.example",
        )
        units = {u.kode: self.unit(instansi, u) for u in contoh.unit}
        for u in contoh.unit:
            if u.induk:
                UnitKerja.objects.filter(pk=units[u.kode].pk).update(induk=units[u.induk])
        admin = self.officials(instansi, units[contoh.unit[0].kode], contoh)
        instansi.logo = store_logo(files.emblem(), instansi=instansi, by=admin.user)
        instansi.save(update_fields=["logo"])
        periode = self.year(instansi, contoh)
        building = [self.building_unit(units[u.kode], u, periode, contoh) for u in contoh.unit if u.cerita]
        year.score_others(periode, by=self.official(instansi, J.TIUK))
        return building

    def official(self, instansi: Instansi, jenis: str) -> Peran:
        return Peran.objects.select_related("user", "instansi", "unit").get(instansi=instansi, jenis=jenis)

    def unit(self, instansi: Instansi, contoh: ContohUnit) -> UnitKerja:
        return UnitKerja.objects.create(
            instansi=instansi,
            kode=contoh.kode,
            nama=contoh.nama,
            jenis_layanan=contoh.layanan,
            jabatan_kepala=contoh.kepala,
            alamat=contoh.alamat,
            jumlah_pegawai=contoh.pegawai,
            is_inspektorat=contoh.inspektorat,
        )

    def officials(self, instansi: Instansi, inspektorat: UnitKerja, contoh: ContohInstansi) -> Peran:
        """Roles of the whole institution. One auditor is coach and assessor, so that switching roles can be tried."""

        def mail(name: str) -> str:
            return f"{name}@{contoh.surel}.example"

        admin = self.role(
            self.person(instansi, None, email=mail("admin"), jabatan="Analis Sistem Informasi"), J.ADMIN_INSTANSI
        )
        head = self.person(instansi, None, email=mail("kepala.daerah"), jabatan=contoh.kepala, golongan="")
        User.objects.filter(pk=head.pk).update(nama=instansi.nama_kepala, nip=None)
        self.role(head, J.KEPALA_DAERAH)
        self.role(
            self.person(
                instansi, None, email=mail("sekda"), jabatan="Sekretaris Daerah", golongan="IV/d", eselon="II.a"
            ),
            J.DELEGASI,
        )
        staff = [
            ("inspektur", "Inspektur", "IV/c", "II.b", [J.KETUA_TPI]),
            ("sekretaris.tpi", "Inspektur Pembantu V", "IV/b", "III.a", [J.SEKRETARIS_TPI]),
            ("auditor", "Auditor Ahli Madya", "IV/a", "", [J.TIM_PEMBINA, J.ANGGOTA_TPI]),
            ("penilai", "Auditor Ahli Muda", "III/d", "", [J.ANGGOTA_TPI]),
            ("tiuk", "Auditor Ahli Pertama", "III/b", "", [J.TIUK]),
        ]
        for name, jabatan, golongan, eselon, roles in staff:
            user = self.person(
                instansi, inspektorat, email=mail(name), jabatan=jabatan, golongan=golongan, eselon=eselon
            )
            for jenis in roles:
                self.role(user, jenis)
            if name == "inspektur":
                self.role(user, J.KEPALA_UNIT, inspektorat)
        self.role(self.person(instansi, None, email=mail("tpn"), jabatan="Penilai TPN", golongan=""), J.PENILAI_TPN)
        return admin

    def year(self, instansi: Instansi, contoh: ContohInstansi) -> Periode:
        tahun = self.today.year
        periode = Periode.objects.create(instansi=instansi, tahun=tahun, profil=contoh.profil)
        Tenggat.objects.bulk_create(
            Tenggat(periode=periode, kode=t.kode, nama=t.nama, tanggal=t.on(tahun))
            for t in get_profil(contoh.profil).tenggat
        )
        return periode

    def building_unit(self, unit: UnitKerja, contoh: ContohUnit, periode: Periode, instansi: ContohInstansi) -> Tokoh:
        """A unit of the year with its head, team, agent of change and employees."""
        main = contoh.cerita == "penuh" or (instansi.surel != "pekalongan" and contoh.cerita == "berjalan")
        stem = f"@{instansi.surel}.example" if main else f".{contoh.kode.replace('.', '')}@{instansi.surel}.example"
        kepala = self.role(
            self.person(
                unit.instansi, unit, email=f"kepala{stem}", jabatan=contoh.kepala, golongan="IV/a", eselon=contoh.eselon
            ),
            J.KEPALA_UNIT,
            unit,
        )
        pembangunan = year.candidate(unit, periode, by=self.official(unit.instansi, J.TIUK))
        tokoh = Tokoh(unit, pembangunan, kepala, kepala, cerita=contoh.cerita)
        if contoh.cerita == "awal":
            self.employees(unit, stem, 4)
            return tokoh
        self.team(tokoh, contoh, stem)
        return tokoh

    def team(self, tokoh: Tokoh, contoh: ContohUnit, stem: str) -> None:
        rule = get_profil(tokoh.pembangunan.periode.profil).tim
        below = {"II.a": "III.a", "II.b": "III.a", "III.a": "IV.a", "IV.a": ""}[contoh.eselon]
        person = self.person(
            tokoh.unit.instansi, tokoh.unit, email=f"ketua{stem}", jabatan="Sekretaris", golongan="III/d", eselon=below
        )
        tokoh.ketua = team.add_anggota(
            tokoh.pembangunan, user=person, kedudukan="ketua", area=[], by=tokoh.kepala
        ).peran
        for number, areas in enumerate(SPLIT[rule.jumlah_anggota or 6], start=1):
            email = f"anggota{stem}" if number == 1 else f"anggota{number}{stem}"
            person = self.person(tokoh.unit.instansi, tokoh.unit, email=email, jabatan="Analis Kebijakan")
            extra = RESULTS if number == 1 else []
            row = team.add_anggota(
                tokoh.pembangunan, user=person, kedudukan="anggota", area=[*areas, *extra], by=tokoh.kepala
            )
            tokoh.anggota.append(row.peran)
        team.set_decree(
            tokoh.pembangunan,
            nomor=f"188/{contoh.kode}/TIM-ZI/{tokoh.pembangunan.periode}",
            tanggal=date(self.today.year, 1, 12),
            upload=files.page("Keputusan Tim Pembangunan ZI", [tokoh.unit.nama, f"Tahun {self.today.year}"]),
            by=tokoh.kepala,
        )
        self.employees(tokoh.unit, stem, 6)
        agen = team.add_agen(
            tokoh.pembangunan,
            user=tokoh.anggota[1].user,
            nomor_sk=f"189/{contoh.kode}",
            tanggal_sk=date(self.today.year, 1, 20),
            by=tokoh.kepala,
        )
        for uraian, terintegrasi in (
            ("Antrean pelayanan dapat diambil dari rumah", True),
            ("Jadwal petugas loket dibuka untuk umum", False),
        ):
            team.save_perubahan(
                agen,
                uraian=uraian,
                tanggal=date(self.today.year, 3, 2),
                terintegrasi=terintegrasi,
                data_dukung=None,
                by=tokoh.kepala,
            )

    def employees(self, unit: UnitKerja, stem: str, count: int) -> None:
        for number in range(1, count + 1):
            email = f"pegawai{stem}" if number == 1 else ""
            self.role(self.person(unit.instansi, unit, email=email, jabatan="Pengelola Layanan"), J.PEGAWAI, unit)


def make_demo(*, today: date | None = None) -> None:
    """All three institutions with their stories, all or nothing."""
    today = today or timezone.localdate()
    with without_email(), transaction.atomic():
        pembuat = Pembuat(today)
        for contoh in INSTANSI:
            with on(min(today, date(today.year, 1, 12))):
                units = pembuat.institution(contoh)
            for tokoh in units:
                year.declare(tokoh, today=today)
            year.designate(units, by=pembuat.official(units[0].unit.instansi, J.TIUK), today=today)
            for tokoh in units:
                story.tell(tokoh, today=today)
            coaching.tell(units, today=today)
            instansi = units[0].unit.instansi
            admin = pembuat.official(instansi, J.ADMIN_INSTANSI)
            predicate.hold(instansi, by=admin, today=today)
            issued.tell(units, by=admin, today=today)
            # LKE 2014 is a draft whose answer types an Inspektorat must confirm; only LKE 2021 can be in force at once.
            if get_profil(contoh.profil).instrumen == lke.KODE:
                ketua_tpi = Peran.objects.get(instansi=units[0].unit.instansi, jenis=J.KETUA_TPI)
                instrumen = lke.adopt(ketua_tpi, today=today)
                lke.begin_assessment(units[0], instrumen, today=today)
                complaints.tell(instansi, today=today)
                for tokoh in units:
                    if tokoh.cerita == tpi.DINILAI:
                        tpi.evaluate(tokoh, instrumen, today=today)
                    if tokoh.cerita == lhe.SELESAI:
                        lhe.begin_follow_up(lhe.conclude(tokoh, instrumen, today=today), tokoh, today=today)
                        requirements.check(tokoh, today=today)
