"""TPI in the demo: its team by decree, and one unit that two auditors are assessing without seeing each other."""

from datetime import date
from random import Random

from evaluation.access import area_of
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN
from evaluation.models import EvaluasiTPI, Instrumen, Penilaian
from evaluation.services import tpi_scoring, tpi_team
from evaluation.services.assessment import attach_bukti, content_of, create_penilaian, save_jawaban
from evaluation.services.steps import take_step
from evaluation.services.tpi_assign import assign
from evaluation.services.tpi_open import Jendela, default_windows, open_evaluasi
from units.choices import JenisPeran
from units.coaching import coaches_of
from units.models import DataDukung, Peran
from zi_portal.demo import files
from zi_portal.demo.clock import on

J = JenisPeran
DINILAI = "dinilai"  # the story of the unit that is assessed
INDEKS = "3.72"
# Counts of LKE 2021 that a small unit could have.
HITUNGAN = {
    "A.II.1.i.a": {"agen": 3, "perubahan": 3},
    "A.II.1.i.b": {"perubahan": 3, "terintegrasi": 2},
    "A.II.3.iii.a": {"tahun_lalu": 2, "tahun_ini": 1, "disanksi": 1},
    "A.II.4.i.a": {"sasaran": 8, "tercapai": 7},
    "A.II.5.ii.a": {"harus": 6, "diproses": 1, "selesai": 5},
    "A.II.5.iii.a": {"kepala_satker": 1, "pejabat": 2, "lainnya": 0, "sudah": 3},
    "A.II.5.iii.b": {"administrator": 2, "pengawas": 4, "fungsional": 12, "sudah": 18},
    "A.II.6.i.b": {"terdata": 7, "dipermudah": 6},
}
# How much of the form each auditor has scored, how much of that is handed in, and how often they think like the unit.
PENILAI = ((0.7, 0.6, 0.8), (0.45, 0.7, 0.6))


def evaluate(tokoh, instrumen: Instrumen, *, today: date) -> EvaluasiTPI:
    """From the unit's complete self-assessment to two auditors at the desk, every step through the services."""
    instansi = tokoh.unit.instansi

    def official(jenis: str, place: int = 0) -> Peran:
        rows = Peran.objects.filter(instansi=instansi, jenis=jenis).select_related("user", "instansi", "unit")
        return rows.order_by("pk")[place]

    ketua = official(J.KETUA_TPI)
    _team(ketua, official, today=today)
    jendela = default_windows(tokoh.pembangunan.periode, today)
    jendela["meja"] = min(jendela["meja"][0], today), jendela["meja"][1]  # early in the year they begin at once
    evaluasi = open_for(tokoh, instrumen, jendela=jendela, by=ketua, today=today)
    for place, habits in enumerate(PENILAI):
        score_part(evaluasi, official(J.ANGGOTA_TPI, place), habits, by=ketua)
    return evaluasi


def open_for(tokoh, instrumen: Instrumen, *, jendela: Jendela, by: Peran, today: date) -> EvaluasiTPI:
    """The unit's complete self-assessment, and TPI's evaluation of it at the desk."""
    penilaian = _self_assessment(tokoh, instrumen, today=today)
    return open_evaluasi(penilaian=penilaian, jenis="pengusulan", jendela=jendela, buta=True, by=by)


def _team(ketua: Peran, official, *, today: date) -> None:
    """The decree, and a seat for everyone who holds a role of TPI already."""
    tanggal = min(today, date(today.year, 1, 19))
    admin = official(J.ADMIN_INSTANSI)
    periode = admin.instansi.periode.get(tahun=today.year)
    with on(tanggal):
        upload = files.page("Keputusan Tim Penilai Internal", [admin.instansi.nama, f"Tahun {today.year}"])
        tpi_team.set_decree(periode, nomor=f"188.45/31/{today.year}", tanggal=tanggal, upload=upload, by=admin)
        for peran in (ketua, official(J.SEKRETARIS_TPI), official(J.ANGGOTA_TPI), official(J.ANGGOTA_TPI, 1)):
            unsur = f"{peran.user.jabatan} Inspektorat"
            tpi_team.add_penilai(periode, user=peran.user, kedudukan=peran.jenis, unsur=unsur, by=admin)


def _self_assessment(tokoh, instrumen: Instrumen, *, today: date) -> Penilaian:
    random = Random(tokoh.unit.kode)  # noqa: S311  believable, not secret
    with on(min(today, date(today.year, 2, 16))):
        penilaian = create_penilaian(pembangunan=tokoh.pembangunan, instrumen=instrumen, by=tokoh.ketua)
        proof = list(DataDukung.objects.filter(pembangunan=tokoh.pembangunan).select_related("pembangunan"))
        for kode in content_of(instrumen)[0].pertanyaan:
            by = tokoh.worker_of(area_of(kode))
            nilai = _own_answer(instrumen, kode, random)
            save_jawaban(penilaian=penilaian, kode=kode, kolom="nilai", nilai=nilai, versi=None, by=by)
            if proof and random.random() < 0.7:
                attach_bukti(penilaian=penilaian, kode=kode, data_dukung=random.choice(proof), by=by)
    with on(min(today, date(today.year, 2, 26))):
        take_step(penilaian=penilaian, name="prepare", by=tokoh.ketua)
    with on(min(today, date(today.year, 2, 27))):
        return take_step(penilaian=penilaian, name="submit", by=tokoh.kepala, setuju=True)


def _own_answer(instrumen: Instrumen, kode: str, random: Random) -> object:
    item = content_of(instrumen)[0].pertanyaan[kode]
    if item.jenis == JENIS_PERSEN:
        return HITUNGAN[kode]
    if item.jenis == JENIS_INDEKS:
        return INDEKS
    letters = list(item.skala)
    return letters[0] if random.random() < 0.75 else letters[1]


def score_part(evaluasi: EvaluasiTPI, penilai: Peran, habits: tuple[float, float, float], *, by: Peran) -> None:
    """Part of the form: agreeing with the unit mostly, some answers handed in, some evidence judged."""
    coached = penilai.user_id in coaches_of(evaluasi.pembangunan)
    reason = "Auditor lain sedang menilai unit lain; ia tidak membina pada area yang dinilainya." if coached else ""
    assign(evaluasi=evaluasi, penilai=penilai, area=(), alasan_ketua=reason, by=by)
    scored, handed_in, agrees = habits
    random = Random(penilai.user.nama)  # noqa: S311  believable, not secret
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    unit = dict(evaluasi.mandiri.jawaban.values_list("kode", "nilai"))
    for kode in list(questions)[: int(len(questions) * scored)]:
        letters = list(questions[kode].skala)
        same = random.random() < agrees or not letters
        nilai = unit[kode] if same else letters[min(letters.index(unit[kode]) + 1, len(letters) - 1)]
        tpi_scoring.save_field(evaluasi=evaluasi, kode=kode, kolom="nilai", nilai=nilai, versi=None, by=penilai)
        if not same:
            note = "Dokumen belum memuat pelaksanaan sampai akhir tahun."
            tpi_scoring.save_field(evaluasi=evaluasi, kode=kode, kolom="catatan", nilai=note, versi=None, by=penilai)
        if random.random() < handed_in:
            tpi_scoring.hand_in(evaluasi=evaluasi, kode=kode, by=penilai)
