"""Who may open what of TPI: its team, its evaluations, assignments, the assessor's desk."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.models import EvaluasiTPI
from evaluation.services import tpi_team
from tests.access import ROLES, Row
from tests.evaluation.tpi_worlds import FIRST, assessor, at_phase, give, make_evaluasi, put
from tests.evaluation.worlds import at_step
from units.choices import JenisPeran as J
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES

F = EvaluasiTPI.Fase
LEADERS = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
TPI = LEADERS | {J.ANGGOTA_TPI}
TEAM_SETTERS = LEADERS | {J.ADMIN_INSTANSI}
# An evaluation at work is the Inspektorat's own; everybody else does not know of it.
OUTSIDE = dict.fromkeys(ROLES - INSPEKTORAT_ROLES, 404)
PDF = b"%PDF-1.4\n%%EOF"


def submitted(w) -> dict:
    return {"pk": at_step(w, "diajukan").pk}


def opened(w) -> dict:
    return {"pk": make_evaluasi(w).pk}


def in_phase(fase: str):
    return lambda w: {"pk": at_phase(w, fase).pk}


def task(w) -> dict:
    return {"pk": give(w, make_evaluasi(w)).pk}


def question(w) -> dict:
    return {"pk": at_phase(w, F.MEJA).pk, "kode": FIRST}


def answered(w) -> dict:
    evaluasi = at_phase(w, F.MEJA)
    put(evaluasi, w.peran[J.ANGGOTA_TPI])
    return {"pk": evaluasi.pk, "kode": FIRST}


def year(w) -> dict:
    return {"pk": w.periode.pk}


def with_decree(w) -> dict:
    upload = SimpleUploadedFile("sk.pdf", PDF)
    tpi_team.set_decree(w.periode, nomor="700/1", tanggal=date(2026, 1, 5), upload=upload, by=w.peran[J.ADMIN_INSTANSI])
    return year(w)


def seat(w) -> dict:
    member = assessor(w)
    row = tpi_team.add_penilai(
        w.periode, user=member.user, kedudukan="anggota_tpi", unsur="", by=w.peran[J.ADMIN_INSTANSI]
    )
    return {"pk": row.pk}


def _leaders(name: str, kwargs) -> Row:
    return Row(name, kwargs=kwargs, allow=LEADERS, denied=403, special=OUTSIDE)


def _assessor(name: str, kwargs, *, ok: int = 302, **options) -> Row:
    """Only the assigned; the leaders of TPI, who are not, see the question but do not answer it."""
    return Row(
        name,
        kwargs=kwargs,
        method="post",
        allow=frozenset({J.ANGGOTA_TPI}),
        ok=ok,
        denied=403,
        special=OUTSIDE,
        **options,
    )


TABLE: list[Row] = [
    Row("tpi_list", allow=INSPEKTORAT_ROLES, denied=403, foreign=200),
    Row("tpi_next", allow=TPI, ok=302, denied=403, foreign=302),
    Row("tpi_workload", allow=INSPEKTORAT_ROLES, denied=403, foreign=200),
    Row(
        "tpi_open",
        kwargs=submitted,
        allow=LEADERS,
        denied=403,
        special={J.PEGAWAI: 404, J.PENILAI_TPN: 404},
    ),
    Row("tpi_detail", kwargs=opened, allow=INSPEKTORAT_ROLES),
    _leaders("tpi_windows", opened),
    _leaders("tpi_clarify", opened),
    _leaders("tpi_visit", in_phase(F.KLARIFIKASI)),
    _leaders("tpi_deliberate", in_phase(F.LAPANGAN)),
    _leaders("tpi_back_to_desk", in_phase(F.KLARIFIKASI)),
    _leaders("tpi_back_to_clarification", in_phase(F.LAPANGAN)),
    _leaders("tpi_back_to_field", in_phase(F.PLENO)),
    _leaders("penugasan_add", opened),
    _leaders("penugasan_edit", task),
    _leaders("penugasan_end", task),
    Row("tpi_score", kwargs=in_phase(F.MEJA), allow=TPI, denied=403, special=OUTSIDE),
    _assessor("tpi_hand_in", in_phase(F.MEJA)),
    _assessor("jawaban_penilai_save", question, ok=200, data={"kolom": "nilai", "nilai": "ya", "versi": "0"}),
    _assessor("jawaban_penilai_save", question, data={f"nilai-{FIRST}": "ya", "versi": "0"}),
    _assessor("jawaban_penilai_hand_in", answered),
    _assessor("jawaban_penilai_take_back", answered),
    _assessor("jawaban_penilai_keep", answered),
    Row("tim_penilai_detail", kwargs=year, allow=INSTANSI_ROLES, denied=403),
    Row("tim_penilai_edit", kwargs=year, allow=TEAM_SETTERS, denied=403),
    Row("tim_penilai_sk", kwargs=with_decree, allow=INSTANSI_ROLES, denied=403),
    Row("penilai_add", kwargs=year, allow=TEAM_SETTERS, denied=403),
    Row("penilai_remove", kwargs=seat, allow=TEAM_SETTERS, denied=403),
]
