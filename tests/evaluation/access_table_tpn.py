"""TPN's evaluation and re-evaluations."""

from datetime import date

from evaluation.models import EvaluasiTPN, Survei
from evaluation.services import tpn
from tests.access import Row
from tests.evaluation.tpn_worlds import FIRST, make_evaluasi, make_usulan, pdf
from tests.units.access_table_predicate import RECORDERS, TPN, held
from tests.units.predicate_worlds import PDF, SentAgain
from units.choices import JenisPeran as J
from units.evidence import store_upload
from units.scope import INSTANSI_ROLES, UNIT_ROLES

S = EvaluasiTPN.Status
EVALUATORS = frozenset({J.PENILAI_TPN})
READERS = (INSTANSI_ROLES | UNIT_ROLES | EVALUATORS) - {J.PEGAWAI}
# Who sees the evaluation but may not act gets 403; an employee does not see it at all.
NOT_SEEN = {J.PEGAWAI: 404}


def at(status: str):
    def made(w) -> dict:
        return {"pk": make_evaluasi(w, status).pk}

    return made


def evaluated(status: str):
    """A status without the work behind it: whether the page opens to a role is asked, not whether the step succeeds."""

    def made(w) -> dict:
        row = make_evaluasi(w)
        EvaluasiTPN.objects.filter(pk=row.pk).update(status=status)
        return {"pk": row.pk}

    return made


def question(w) -> dict:
    return evaluated(S.MEJA)(w) | {"kode": FIRST}


def without_evaluator(w) -> dict:
    return {"pk": make_evaluasi(w, given=False).pk}


def by_letter(w) -> dict:
    row = make_evaluasi(w, given=False)
    tpn.record_letter(
        evaluasi=row, hasil="lulus", nomor="B/1", tanggal_surat=date(2026, 1, 5), upload=pdf(), nilai_total=None, alasan="",
        by=w.peran[J.KETUA_TPI],
    )  # fmt: skip
    row.penilai.add(w.peran[J.PENILAI_TPN])  # so that the evaluator, too, sees the letter
    return {"pk": row.pk}


def survey_file(w) -> dict:
    make_evaluasi(w)
    berkas = store_upload(pdf("survei.pdf"), instansi=w.instansi, by=w.peran[J.KETUA_TPI].user)
    row = Survei.objects.create(
        pembangunan=w.pembangunan, jenis="ipak", sumber="tpn", indeks="3.5", tanggal=date(2026, 1, 5), berkas=berkas,
        dicatat_oleh=w.peran[J.PENILAI_TPN],
    )  # fmt: skip
    return {"pk": row.pk}


def sent(w) -> dict:
    return {"pk": make_usulan(w).pk}


def the_unit(w) -> dict:
    return {"unit": [EvaluasiTPN.objects.get().pk], "penilai": [w.peran[J.PENILAI_TPN].pk]}


def _step(name: str, kwargs, allow: frozenset[str], *, posted: bool = True) -> list[Row]:
    """The page that asks; and, where the step can be taken from this state, the act."""
    rows = [Row(name, kwargs=kwargs, allow=allow, denied=403, special=NOT_SEEN)]
    if posted:
        data = {"alasan": "Karena diuji."}
        rows.append(
            Row(name, kwargs=kwargs, method="post", data=data, allow=allow, ok=302, denied=403, special=NOT_SEEN)
        )
    return rows


def letter_data(w) -> dict:
    return {"hasil": "lulus", "nomor": "B/1", "tanggal_surat": "2026-01-05", "berkas": SentAgain("surat.pdf", PDF)}


TABLE = [
    Row("reevaluation_outcome", kwargs=held, allow=RECORDERS, denied=403, special=TPN),
    Row("tpn_list", allow=READERS, denied=403, foreign=200),
    Row("tpn_detail", kwargs=at(S.PRA_EVALUASI), allow=READERS),
    Row("tpn_desk", kwargs=evaluated(S.MEJA), allow=EVALUATORS, denied=403, special=NOT_SEEN),
    Row("tpn_desk", kwargs=evaluated(S.MEJA), method="post", allow=EVALUATORS, ok=302, denied=403, special=NOT_SEEN),
    Row(
        "jawaban_tpn_save", kwargs=question, method="post", data={"kolom": "nilai", "nilai": "ya", "versi": "0"},
        allow=EVALUATORS, denied=403, special=NOT_SEEN,
    ),
    Row("tpn_survey", kwargs=evaluated(S.SURVEI), allow=EVALUATORS, denied=403, special=NOT_SEEN),
    Row("tpn_survey_file", kwargs=survey_file, allow=READERS),
    Row("tpn_field", kwargs=evaluated(S.LAPANGAN), allow=EVALUATORS, denied=403, special=NOT_SEEN),
    Row(
        "tpn_field", kwargs=evaluated(S.LAPANGAN), method="post", data={"catatan": "Sesuai.", "versi": "0"},
        allow=EVALUATORS, ok=302, denied=403, special=NOT_SEEN,
    ),
    Row("tpn_letter", kwargs=without_evaluator, allow=RECORDERS, denied=403, special=NOT_SEEN | TPN),
    Row(
        "tpn_letter", kwargs=without_evaluator, method="post", data=letter_data, allow=RECORDERS, ok=302, denied=403,
        special=NOT_SEEN | TPN,
    ),
    Row("tpn_letter_file", kwargs=by_letter, allow=READERS),
    Row("tpn_compare", kwargs=evaluated(S.LULUS), allow=READERS),
    Row("tpn_compare", kwargs=evaluated(S.MEJA), allow=EVALUATORS, denied=403, special=NOT_SEEN),
    Row("tpn_assign", kwargs=sent, allow=RECORDERS, denied=403, special=NOT_SEEN | TPN),
    Row(
        "tpn_assign", kwargs=sent, method="post", data=the_unit, allow=RECORDERS, ok=302, denied=403,
        special=NOT_SEEN | TPN,
    ),
    Row("tpn_coach", kwargs=evaluated(S.TIDAK_LULUS), allow=RECORDERS, denied=403, special=NOT_SEEN),
    Row(
        "tpn_coach", kwargs=evaluated(S.TIDAK_LULUS), method="post", data={"alasan": "Survei."}, allow=RECORDERS, ok=302,
        denied=403, special=NOT_SEEN,
    ),
    *_step("tpn_accept", at(S.PRA_EVALUASI), EVALUATORS),
    *_step("tpn_accept_technical", at(S.PRA_EVALUASI), EVALUATORS),
    *_step("tpn_refuse", at(S.PRA_EVALUASI), EVALUATORS),
    *_step("tpn_reconsider", at(S.DITOLAK), EVALUATORS),
    *_step("tpn_to_survey", evaluated(S.MEJA), EVALUATORS, posted=False),
    *_step("tpn_to_field", evaluated(S.SURVEI), EVALUATORS, posted=False),
    *_step("tpn_pass", evaluated(S.LAPANGAN), EVALUATORS, posted=False),
    *_step("tpn_fail", evaluated(S.LAPANGAN), EVALUATORS, posted=False),
    *_step("tpn_withdraw_letter", by_letter, RECORDERS),
    *_step("tpn_stop", evaluated(S.MEJA), RECORDERS, posted=False),
]  # fmt: skip
