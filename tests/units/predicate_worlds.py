"""Predicates at any status, for the tests of predicates and of what builds on them."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import World
from units import evidence
from units.choices import JenisPeran
from units.models import Keputusan, Predikat, TinjauanPredikat, UnitKerja
from units.services import predicate as services
from units.services.predicate import DataKeputusan

J = JenisPeran
PDF = b"%PDF-1.4\n%%EOF"


def pdf(name: str = "keputusan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


class SentAgain(SimpleUploadedFile):
    """A file that can be sent once per role of an access row."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def decree(**fields) -> DataKeputusan:
    values = {"nomor": "188/1", "tanggal": timezone.localdate(), "penanda_tangan": "Menteri PANRB", "berkas": pdf()}
    return DataKeputusan(**values | fields)


def hold(
    world: World, jenis: str = "wbk", *, unit: UnitKerja | None = None, mulai: date | None = None, **fields
) -> Predikat:
    """A predicate in force as a row, begun a year ago."""
    unit, mulai = unit or world.unit, mulai or timezone.localdate() - timedelta(days=365)
    keputusan = Keputusan.objects.create(
        instansi=world.instansi, jenis="predikat", nomor=f"188/{unit.pk}/{jenis}", tanggal=mulai,
        penanda_tangan="Menteri PANRB", created_by=world.peran[J.KETUA_TPI],
        berkas=evidence.store_upload(pdf(), instansi=world.instansi, by=world.peran[J.KETUA_TPI].user),
    )  # fmt: skip
    values = {"reevaluasi_paling_lambat": services.reevaluation_due(mulai)} | fields
    return Predikat.objects.create(unit=unit, jenis=jenis, keputusan=keputusan, mulai=mulai, **values)


def review(world: World, predikat: Predikat | None = None, *, by: str = J.ANGGOTA_TPI) -> TinjauanPredikat:
    """An open review with a week for the unit's answer."""
    return services.open_tinjauan(
        predikat=predikat or hold(world), sebab="pengaduan", uraian="Pungutan di loket menurut aduan warga.",
        tenggat=timezone.localdate() + timedelta(days=7), by=world.peran[by],
    )  # fmt: skip


def answered(world: World, predikat: Predikat | None = None) -> TinjauanPredikat:
    row = review(world, predikat)
    return services.answer_tinjauan(
        tinjauan=row, tanggapan="Petugas itu sudah ditindak.", by=world.peran[J.KEPALA_UNIT]
    )


def revoked(world: World, predikat: Predikat | None = None, *, on: date | None = None) -> Predikat:
    """A predicate taken away by all its steps."""
    row = answered(world, predikat)
    return services.revoke_predikat(
        tinjauan=row, keputusan=decree(nomor="188/9", tanggal=on or timezone.localdate()),
        alasan="Pungutan terbukti.", by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
