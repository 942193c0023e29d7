"""A unit of the demo whose evaluation has ended: clarification, visit, plenary, both signatures, a recommendation at work."""

from datetime import date, timedelta

from django.utils import timezone

from evaluation.access import area_of
from evaluation.digest import digest_of
from evaluation.models import EvaluasiTPI, Instrumen, Rekomendasi
from evaluation.plenary_data import BELUM, read_plenary
from evaluation.services import clarification, field, final, plenary, recommendation
from evaluation.services.assessment import content_of
from evaluation.services.tpi_open import take_step
from evaluation.tpi_workflow import BERJENDELA
from units import evidence
from units.choices import JenisPeran
from units.models import Peran
from zi_portal.demo import files, tpi
from zi_portal.demo.clock import on

J = JenisPeran
SELESAI = "selesai"  # the story of the unit whose result is final
# Two auditors who have scored and handed in everything, and mostly think like the unit.
PENILAI = ((1, 1, 0.9), (1, 1, 0.84))
# The days on which the evaluation went on, as far as they lie in the past.
BUKA, KLARIFIKASI, LAPANGAN, PLENO, AKHIR = (3, 2), (3, 17), (3, 30), (4, 13), (4, 20)


def conclude(tokoh, instrumen: Instrumen, *, today: date) -> EvaluasiTPI:
    """From the self-assessment to the final LHE, every step through the services."""
    instansi = tokoh.unit.instansi

    def official(jenis: str, place: int = 0) -> Peran:
        rows = Peran.objects.filter(instansi=instansi, jenis=jenis).select_related("user", "instansi", "unit")
        return rows.order_by("pk")[place]

    def day(month_day: tuple[int, int]) -> date:
        return min(today, date(today.year, *month_day))

    ketua, sekretaris = official(J.KETUA_TPI), official(J.SEKRETARIS_TPI)
    auditors = [official(J.ANGGOTA_TPI, place) for place in range(len(PENILAI))]
    with on(day(BUKA)):
        # One span for all phases: the demo may be made on any day of the year.
        span = (day(BUKA), day(AKHIR) + timedelta(days=14))
        evaluasi = tpi.open_for(tokoh, instrumen, jendela=dict.fromkeys(BERJENDELA, span), by=ketua, today=today)
        for auditor, habits in zip(auditors, PENILAI, strict=True):
            tpi.score_part(evaluasi, auditor, habits, by=ketua)
    with on(day(KLARIFIKASI)):
        take_step(evaluasi=evaluasi, name="clarify", by=ketua)
        _clarify(evaluasi, tokoh, auditors[0])
    with on(day(LAPANGAN)):
        take_step(evaluasi=evaluasi, name="visit", by=ketua)
        _visit(evaluasi, auditors)
    with on(day(PLENO)):
        take_step(evaluasi=evaluasi, name="deliberate", by=ketua)
        _decide(evaluasi, [ketua, sekretaris, *auditors], by=ketua)
    with on(day(AKHIR)):
        return _sign(evaluasi, ketua, sekretaris)


def _differing(evaluasi: EvaluasiTPI) -> list[str]:
    """Questions on which the auditors do not agree, in the order of the form."""
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    answers = plenary.handed_in(evaluasi)
    return [kode for kode, item in questions.items() if plenary.agreed_value(item, answers[kode]) is None]


def _clarify(evaluasi: EvaluasiTPI, tokoh, auditor: Peran) -> None:
    """Two questions: one answered with a document and closed, one asked again and then closed."""
    for number, kode in enumerate(_differing(evaluasi)[:2]):
        worker = tokoh.worker_of(area_of(kode))
        row = clarification.request_clarification(
            evaluasi=evaluasi, kode=kode, alasan="tidak_ada" if number else "salah_periode",
            permintaan="Mohon lampirkan laporan pelaksanaan tahun berjalan.", tenggat=_soon(), by=auditor,
        )  # fmt: skip
        upload = files.page(f"Laporan pelaksanaan {kode}", [tokoh.unit.nama])
        item, _ = evidence.add_file(upload, pembangunan=tokoh.pembangunan, by=worker)
        clarification.save_answer(klarifikasi=row, teks="Laporan terlampir.", versi=None, by=worker)
        clarification.attach(klarifikasi=row, data_dukung=item, by=worker)
        done = clarification.take_step(klarifikasi=row, name="answer", by=worker)
        if number:
            done = clarification.ask_again(
                klarifikasi=done, alasan="tidak_relevan", permintaan="Mohon ditunjukkan halaman yang memuat hasilnya.",
                tenggat=_soon(), by=auditor,
            )  # fmt: skip
            clarification.save_answer(klarifikasi=done, teks="Hasilnya ada pada halaman 4.", versi=None, by=worker)
            done = clarification.take_step(klarifikasi=done, name="answer", by=worker)
        clarification.take_step(klarifikasi=done, name="close", by=auditor)


def _soon() -> date:
    return timezone.localdate() + timedelta(days=7)


def _visit(evaluasi: EvaluasiTPI, auditors: list[Peran]) -> None:
    unit = evaluasi.pembangunan.unit
    data = field.DataKunjungan(
        timezone.localdate(), unit.nama, tuple(auditors), f"{unit.jabatan_kepala}\nPetugas loket pelayanan",
        "Pelayanan berjalan; maklumat dan standar pelayanan terpasang di ruang tunggu.",
    )  # fmt: skip
    row = field.record_visit(evaluasi=evaluasi, data=data, by=auditors[0])
    for kode, kesesuaian in zip(_differing(evaluasi)[:3], ("sesuai", "sebagian", "tidak"), strict=False):
        for kolom, nilai in (("kesesuaian", kesesuaian), ("uraian", "Dilihat pada papan pengumuman dan arsip.")):
            field.save_finding(kunjungan=row, kode=kode, kolom=kolom, nilai=nilai, versi=None, by=auditors[0])
    photo = files.page("Ruang pelayanan", [unit.nama], kind="PNG")
    field.add_photo(kunjungan=row, upload=photo, keterangan="Ruang tunggu pelayanan", by=auditors[0])


def _decide(evaluasi: EvaluasiTPI, present: list[Peran], *, by: Peran) -> None:
    """What the auditors differ on is decided as the stricter one sees it; every third with a recommendation."""
    data = plenary.DataPleno(
        timezone.localdate(), "Ruang rapat Inspektorat", tuple(present), "Pleno berlangsung satu hari."
    )
    plenary.open_pleno(evaluasi=evaluasi, data=data, by=by)
    answers = plenary.handed_in(evaluasi)
    for number, row in enumerate(read_plenary(evaluasi, peran=by).shown(BELUM)):
        stricter = min(zip(row.penilai, answers[row.kode], strict=True), key=lambda pair: pair[0].skor or 0)[1]
        plenary.decide(
            evaluasi=evaluasi, kode=row.kode, nilai=stricter.nilai, versi=None, by=by,
            alasan="Bukti pelaksanaan belum mencakup seluruh tahun.",
            rekomendasi="" if number % 3 else "Lengkapi bukti pelaksanaan untuk setiap triwulan.",
        )  # fmt: skip
    recommendation.prepare_recommendations(evaluasi=evaluasi, by=by)


def _sign(evaluasi: EvaluasiTPI, ketua: Peran, sekretaris: Peran) -> EvaluasiTPI:
    today = timezone.localdate()
    final.change_lhe(
        evaluasi=evaluasi, nomor=f"700/LHE-ZI/12/{today.year}", tanggal_lhe=today, versi=None, by=sekretaris,
        catatan="Pembangunan Zona Integritas berjalan baik; bukti pelaksanaan perlu dijaga sepanjang tahun.",
    )  # fmt: skip
    for peran in (sekretaris, ketua):
        final.sign(evaluasi=evaluasi, sidik=digest_of(evaluasi), by=peran)
    return final.finalise(evaluasi=evaluasi, by=ketua)


def begin_follow_up(evaluasi: EvaluasiTPI, tokoh, *, today: date) -> None:
    """The unit has answered its first recommendation; TPI has yet to look."""
    row = Rekomendasi.objects.filter(evaluasi=evaluasi).order_by("pk").first()
    if row is None:
        return
    with on(min(today, date(today.year, 5, 18))):
        recommendation.follow_up(
            rekomendasi=row, uraian="Laporan triwulan sudah dilengkapi dan ditandatangani.", data_dukung=[], by=tokoh.ketua
        )  # fmt: skip
