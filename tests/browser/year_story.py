"""The people of the unit's year, staged inside the portal; what the other stories have shown is put in place here."""

import json
from datetime import date, timedelta

from django.utils import timezone

from action_plans.models import RencanaAksi
from evaluation.models import EvaluasiTPI, EvaluasiTPN, HasilEvaluasi, Penilaian, PutusanBukti, Syarat
from evaluation.services import assessment, instruments, requirements
from evaluation.services.steps import take_step
from tests.evaluation.worlds import best_answers
from tests.factories import AksiFactory, PeriodeFactory, make_peran, make_world
from units import evidence
from units.choices import Area, JenisPeran
from units.models import Keputusan, PembangunanZI, Peran, Periode, Predikat, TimPembangunan, UnitKerja
from units.profiles import get_profil

J = JenisPeran
WEAK = {"B.I.i.a": "3.2"}  # 14,00 of the survey's 15,75: WBK is missed by 1,75 there


def make_story() -> str:
    """An institution with nine people, an LKE in force, and no unit in the year yet."""
    world = make_world(wilayah="Kabupaten Cerita", ibu_kota="Kotabaru")
    world.tim.delete()
    world.pembangunan.delete()
    world.periode.tahun -= 1  # the first year of the story is last year, so that a year of building has passed
    world.periode.save()
    give_calendar(world.periode)
    draf = instruments.begin_from_shipped("lke-2021", instansi=world.instansi, by=world.peran[J.KETUA_TPI])
    instruments.publish_instrumen(
        draf, nomor="700/1", tanggal=date(2026, 1, 5), upload=None, by=world.peran[J.KETUA_TPI]
    )
    second = make_peran(J.ANGGOTA_TPI, instansi=world.instansi, unit=world.inspektorat)
    UnitKerja.objects.filter(pk=world.unit.pk).update(jumlah_pegawai=4)
    people = {jenis: peran.user for jenis, peran in world.peran.items()} | {"anggota_tpi2": second.user}
    return json.dumps({
        "unit": world.unit.pk, "nama": world.unit.nama, "tahun": world.periode.tahun, "kini": world.periode.tahun + 1,
        **{name: user.email for name, user in people.items()},
        "orang": {name: user.nama for name, user in people.items()},
    })  # fmt: skip


def give_calendar(periode: Periode) -> None:
    for item in get_profil(periode.profil).tenggat:
        periode.tenggat.create(kode=item.kode, nama=item.nama, tanggal=item.on(periode.tahun))


def build(pembangunan: int) -> str:
    """What the stories of the plan and the LKE have shown: team with decree, approved plan, 113 answers prepared."""
    year = PembangunanZI.objects.get(pk=pembangunan)
    peran = {p.jenis: p for p in Peran.objects.filter(unit=year.unit)}
    tim = TimPembangunan.objects.get_or_create(pembangunan=year)[0]
    tim.nomor_sk, tim.tanggal_sk = "188/TIM/1", date(year.periode.tahun, 1, 22)
    tim.save()
    tim.anggota.get_or_create(user=peran[J.KETUA_TIM].user, kedudukan="ketua", defaults={"peran": peran[J.KETUA_TIM]})
    tim.anggota.get_or_create(
        user=peran[J.ANGGOTA_TIM].user,
        kedudukan="anggota",
        defaults={"peran": peran[J.ANGGOTA_TIM], "area": list(Area.values)},
    )
    AksiFactory(rencana=RencanaAksi.objects.get_or_create(pembangunan=year, status="disetujui", versi=1)[0])
    return "ok"


def assess(pembangunan: int, *, weak: bool) -> str:
    """The self-assessment, complete and prepared by the ketua."""
    year = PembangunanZI.objects.get(pk=pembangunan)
    peran = {p.jenis: p for p in Peran.objects.filter(unit=year.unit)}
    lke = instruments.published(year.unit.instansi_id).get()
    row = assessment.create_penilaian(pembangunan=year, instrumen=lke, by=peran[J.KETUA_TIM])
    answers = best_answers() | (WEAK if weak else {})
    row.jawaban.bulk_create(row.jawaban.model(penilaian=row, kode=k, nilai=v) for k, v in answers.items())
    show_evidence(row, peran[J.KETUA_TIM])
    take_step(penilaian=row, name="prepare", by=peran[J.KETUA_TIM])
    return str(row.pk)


def show_evidence(row: Penilaian, ketua: Peran) -> None:
    """One piece of evidence under every question, as the checks before submission want it."""
    proof, _ = evidence.add_link("https://cerita.example/bukti", pembangunan=row.pembangunan, by=ketua, judul="Laporan")
    for answer in row.jawaban.all():
        answer.bukti.create(data_dukung=proof, created_by=ketua.user)


def score(evaluasi: int, email: str, *, without: list[str], weak: bool) -> str:
    """One assessor's other answers, with the evidence judged."""
    row = EvaluasiTPI.objects.get(pk=evaluasi)
    user = Peran.objects.filter(user__email=email, jenis=J.ANGGOTA_TPI).get().user
    answers = best_answers() | (WEAK if weak else {})
    for kode, nilai in answers.items():
        if kode in without:
            continue
        answer = row.jawaban_penilai.create(penilai=user, kode=kode, nilai=nilai, versi=1)
        shown = row.mandiri.jawaban.get(kode=kode).bukti.first()
        version = shown.data_dukung.versi.first()
        answer.dasar_versi = [version.pk]
        answer.save()
        PutusanBukti.objects.create(jawaban=answer, versi=version, putusan="valid")
    return "ok"


def next_year(unit: int) -> str:
    """The year after: designated by decree, building, and TPI's result final and good."""
    row = UnitKerja.objects.get(pk=unit)
    before = PembangunanZI.objects.get(unit=row)
    periode = PeriodeFactory(instansi=row.instansi, tahun=before.periode.tahun + 1)
    give_calendar(periode)
    year = PembangunanZI.objects.create(
        unit=row,
        periode=periode,
        tahap="evaluasi_tpi",
        nomor_penetapan="188.45/9",
        tanggal_penetapan=date(periode.tahun, 1, 15),
    )
    finish_evaluation(year, jenis="pengusulan", weak=False)
    return str(year.pk)


def finish_evaluation(year: PembangunanZI, *, jenis: str, weak: bool) -> EvaluasiTPI:
    """Both assessments of a year and its LHE, frozen by the function that freezes them in the portal."""
    own = {p.jenis: p for p in Peran.objects.filter(unit=year.unit)}
    tpi = {p.jenis: p for p in Peran.objects.filter(instansi=year.unit.instansi, jenis__endswith="_tpi")}
    lke = instruments.published(year.unit.instansi_id).get()
    answers = best_answers() | (WEAK if weak else {})
    now = timezone.now()
    rows = []
    for kind, status, by in (("mandiri", "diajukan", own[J.KEPALA_UNIT]), ("tpi", "final", tpi[J.KETUA_TPI])):
        row = Penilaian.objects.create(
            pembangunan=year,
            jenis=kind,
            instrumen=lke,
            status=status,
            dibuat_oleh=by,
            diajukan_oleh=by,
            diajukan_at=now,
        )
        row.jawaban.bulk_create(row.jawaban.model(penilaian=row, kode=k, nilai=v) for k, v in answers.items())
        row.hasil = assessment.freeze_penilaian(row, pada="21 November 2026", oleh=str(by.user))
        row.save()
        rows.append(row)
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=year, jenis=jenis, status="final", instrumen=lke, mandiri=rows[0], dibuka_oleh=tpi[J.KETUA_TPI]
    )
    HasilEvaluasi.objects.create(
        evaluasi=evaluasi, nomor=f"700/{year.pk}/LHE", tanggal=timezone.localdate(), penilaian=rows[1],
        ketua=tpi[J.KETUA_TPI], ketua_at=now, sekretaris=tpi[J.SEKRETARIS_TPI], sekretaris_at=now,
    )  # fmt: skip
    return evaluasi


def meet_requirements(pembangunan: int, *, without: str) -> str:
    """Every requirement recorded but one, which the story records in the browser."""
    year = PembangunanZI.objects.get(pk=pembangunan)
    by = Peran.objects.get(instansi=year.unit.instansi, jenis=J.SEKRETARIS_TPI)
    good = {
        "skala": lambda k: k.skala[-1],
        "persen": lambda k: "100",
        "level": lambda k: str(k.tertinggi),
        "ya_tidak": lambda k: "ya",
    }
    for item in requirements.set_of(year.periode).syarat:
        if item.is_computed or item.kode == without:
            continue
        Syarat.objects.create(
            periode=year.periode, pembangunan=year if item.tingkat == "unit" else None, kode=item.kode,
            nilai=good[item.jenis](item), sumber="Surat resmi", diperiksa_oleh=by,
        )  # fmt: skip
    return "ok"


def answer_tpn(pembangunan: int) -> str:
    """TPN's evaluator has answered at the desk as the other story's people did."""
    row = EvaluasiTPN.objects.get(unit_usulan__pembangunan=pembangunan)
    user = Peran.objects.get(jenis=J.PENILAI_TPN).user
    for kode, nilai in best_answers().items():
        if not row.jawaban.filter(kode=kode).exists():
            row.jawaban.create(kode=kode, nilai=nilai, versi=1, updated_by=user)
    return str(row.pk)


def two_years_later(unit: int) -> str:
    """Everything about the predicate happened two years earlier; then TPI evaluates the unit again, with a bad result."""
    held = Predikat.objects.get(unit=unit)
    days = timedelta(days=740)
    held.mulai, held.reevaluasi_paling_lambat = held.mulai - days, held.reevaluasi_paling_lambat - days
    held.save()
    Keputusan.objects.filter(pk=held.keputusan_id).update(tanggal=held.mulai)
    last = PembangunanZI.objects.filter(unit=unit).latest("periode__tahun")
    periode = PeriodeFactory(instansi=last.unit.instansi, tahun=last.periode.tahun + 1)
    year = PembangunanZI.objects.create(unit=last.unit, periode=periode, tahap="evaluasi_tpi")
    finish_evaluation(year, jenis="reevaluasi", weak=True)
    return str(held.pk)


def propose_again(unit: int) -> str:
    """A later year whose result would be good enough, were it not for the wait."""
    last = PembangunanZI.objects.filter(unit=unit).latest("periode__tahun")
    periode = PeriodeFactory(instansi=last.unit.instansi, tahun=last.periode.tahun + 1)
    year = PembangunanZI.objects.create(
        unit=last.unit,
        periode=periode,
        tahap="evaluasi_tpi",
        nomor_penetapan="188/2",
        tanggal_penetapan=date(2026, 1, 5),
    )
    finish_evaluation(year, jenis="pengusulan", weak=False)
    meet_requirements(year.pk, without="")
    return str(year.pk)
