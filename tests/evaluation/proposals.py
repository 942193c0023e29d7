"""A unit's year as the proposal meets it: TPI's result final, requirements recorded, decided, proposed."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.models import EvaluasiTPI, HasilEvaluasi, Penilaian, PertimbanganTeknis, Syarat, Usulan
from evaluation.services import proposal
from evaluation.services.assessment import freeze_penilaian
from tests.evaluation.worlds import at_step, best_answers, fill
from tests.factories import UnitKerjaFactory, World, make_peran
from units.choices import JenisPeran, Tahap
from units.models import PembangunanZI, Peran

J = JenisPeran
PDF = b"%PDF-1.4\n%%EOF"
MET = {
    "opini_bpk": "WTP", "sakip_instansi": "BB", "indeks_rb": "B", "spip": "3", "layanan_inti": "ya",
    "dampak_persepsi": "ya", "tlhp": "100", "lhkpn": "100", "lhkasn": "100", "sakip_unit": "BB",
}  # fmt: skip
INSTANSI = ("opini_bpk", "sakip_instansi", "indeks_rb", "spip")


def pdf(name: str = "surat.pdf", extra: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + extra)


def record_requirements(world: World, **changes: str) -> None:
    """Every requirement met; `changes` by code, "" leaves one out."""
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tanggal_penetapan=date(world.periode.tahun - 1, 1, 15))
    world.pembangunan.refresh_from_db()
    for kode, nilai in (MET | changes).items():
        year = None if kode in INSTANSI else world.pembangunan
        Syarat.objects.filter(periode=world.periode, pembangunan=year, kode=kode).delete()
        if nilai:
            Syarat.objects.create(
                periode=world.periode, pembangunan=year, kode=kode, nilai=nilai, sumber="Laporan",
                diperiksa_oleh=world.peran[J.ANGGOTA_TPI],
            )  # fmt: skip


def final_tpi(world: World, answers: dict[str, object] | None = None) -> Penilaian:
    """The self-assessment submitted and TPI's result frozen, as the plenary leaves them."""
    mandiri = world.pembangunan.penilaian.filter(jenis="mandiri").first() or at_step(world, "diajukan")
    return freeze_tpi(world, mandiri, best_answers() if answers is None else answers)


def freeze_tpi(world: World, mandiri: Penilaian, answers: dict[str, object]) -> Penilaian:
    ketua = world.peran[J.KETUA_TPI]
    row = Penilaian.objects.create(
        pembangunan=mandiri.pembangunan, jenis="tpi", status="final", instrumen=mandiri.instrumen, dibuat_oleh=ketua,
        diajukan_oleh=ketua, diajukan_at=timezone.now(),
    )  # fmt: skip
    fill(row, answers)
    row.hasil = freeze_penilaian(row, pada="1 April 2026 10.00", oleh=str(ketua.user))
    row.save()
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=mandiri.pembangunan, instrumen=mandiri.instrumen, mandiri=mandiri, status="final", dibuka_oleh=ketua
    )
    HasilEvaluasi.objects.create(
        evaluasi=evaluasi, nomor="700/LHE/1", tanggal=date(2026, 4, 1), catatan="Pertahankan.", ketua=ketua,
        ketua_at=timezone.now(), sekretaris=world.peran[J.SEKRETARIS_TPI], sekretaris_at=timezone.now(), penilaian=row,
    )  # fmt: skip
    PembangunanZI.objects.filter(pk=mandiri.pembangunan_id).update(tahap=Tahap.EVALUASI_TPI)
    world.pembangunan.refresh_from_db()
    return row


def ready(world: World, **requirements: str) -> Penilaian:
    """Everything stands for the decision; `requirements` as in `record_requirements`."""
    row = final_tpi(world)
    record_requirements(world, **requirements)
    return row


def decided(world: World) -> PembangunanZI:
    ready(world)
    return proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])


def draft(world: World) -> Usulan:
    """A proposal with its letter and SPTJM, ready to be sent."""
    decided(world)
    usulan = proposal.create_usulan(
        periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=world.peran[J.KETUA_TPI]
    )
    proposal.save_letter(
        usulan, nomor="900/1", tanggal=timezone.localdate(), upload=pdf(), alasan="Cuaca buruk.",
        by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    proposal.give_sptjm(
        usulan.unit.get(), tanggal=timezone.localdate(), upload=pdf("sptjm.pdf", b"1"), by=world.peran[J.KEPALA_UNIT]
    )
    usulan.refresh_from_db()
    return usulan


def sent(world: World) -> Usulan:
    return proposal.move_usulan(draft(world), "send", by=world.peran[J.KETUA_TPI])


def with_ground(world: World) -> None:
    PertimbanganTeknis.objects.update_or_create(
        pembangunan=world.pembangunan,
        defaults={"alasan": "Predikat SAKIP terbit Juni.", "dicatat_oleh": world.peran[J.KEPALA_DAERAH]},
    )


def second_unit(world: World) -> World:
    """The same institution seen from another unit of it."""
    unit = UnitKerjaFactory(instansi=world.instansi)
    year = PembangunanZI.objects.create(unit=unit, periode=world.periode)
    peran: dict[str, Peran] = dict(world.peran)
    for jenis in (J.KEPALA_UNIT, J.KETUA_TIM):
        peran[jenis] = make_peran(jenis, instansi=world.instansi, unit=unit)
    return World(world.instansi, world.inspektorat, unit, world.periode, year, world.tim, peran)
