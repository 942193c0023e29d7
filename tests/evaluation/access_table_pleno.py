"""Who may open what from the first clarification to the last recommendation."""

from evaluation.models import EvaluasiTPI
from evaluation.services import field, recommendation
from tests.access import ROLES, Row
from tests.evaluation.pleno_worlds import (
    answered,
    ask,
    at_pleno_phase,
    fill_lhe,
    finalised,
    in_plenary,
    make_late,
    png,
    proof,
    recommend_data,
    sign,
    signed,
    visit,
    with_recommendation,
)
from tests.evaluation.tpi_worlds import FIRST
from units.choices import JenisPeran as J
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES

F = EvaluasiTPI.Fase
LEADERS = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
TPI = LEADERS | {J.ANGGOTA_TPI}
TEAM = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
ASKED = INSPEKTORAT_ROLES | TEAM
READERS = INSTANSI_ROLES | TEAM
OUTSIDE = dict.fromkeys(ROLES - INSPEKTORAT_ROLES, 404)  # an evaluation at work is the Inspektorat's own
NOT_ASKED = dict.fromkeys(ROLES - ASKED, 404)
NOT_READING = dict.fromkeys(ROLES - READERS, 404)
UNSEEN = dict.fromkeys(ROLES - TPI, 404)  # a recommendation in the making


def in_phase(fase: str):
    return lambda w: {"pk": at_pleno_phase(w, fase).pk}


def question(fase: str):
    return lambda w: {"pk": at_pleno_phase(w, fase).pk, "kode": FIRST}


def asked(w) -> dict:
    return {"pk": ask(w, at_pleno_phase(w, F.KLARIFIKASI)).pk}


def late(w) -> dict:
    return {"pk": make_late(ask(w, at_pleno_phase(w, F.KLARIFIKASI))).pk}


def replied(w) -> dict:
    row = ask(w, at_pleno_phase(w, F.KLARIFIKASI))
    return {"pk": answered(w, row).pk}


def with_proof(w) -> dict:
    return asked(w) | {"data_dukung": proof(w).pk}


def visited(w) -> dict:
    return {"pk": visit(w, at_pleno_phase(w, F.LAPANGAN)).pk}


def finding(w) -> dict:
    return visited(w) | {"kode": FIRST}


def photo(w) -> dict:
    row = visit(w, at_pleno_phase(w, F.LAPANGAN))
    return {"pk": field.add_photo(kunjungan=row, upload=png(), keterangan="", by=w.peran[J.KETUA_TPI])[0].pk}


def opened(w) -> dict:
    return {"pk": in_plenary(w).pk}


def opened_question(w) -> dict:
    return opened(w) | {"kode": FIRST}


def half_signed(w) -> dict:
    evaluasi = in_plenary(w)
    fill_lhe(w, evaluasi)
    sign(w, evaluasi, J.KETUA_TPI)
    return {"pk": evaluasi.pk}


def both_signed(w) -> dict:
    return {"pk": signed(w).pk}


def ended(w) -> dict:
    return {"pk": finalised(w).pk}


def draft_recommendation(w) -> dict:
    evaluasi = in_plenary(w)
    return {
        "pk": recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=w.peran[J.KETUA_TPI]).pk
    }


def published(w) -> dict:
    return {"pk": with_recommendation(w).pk}


def followed(w) -> dict:
    row = with_recommendation(w)
    recommendation.follow_up(rekomendasi=row, uraian="Selesai.", data_dukung=[], by=w.peran[J.KETUA_TIM])
    return {"pk": row.pk}


def _tpi(name: str, kwargs, allow=TPI, **options) -> Row:
    """Pages of an evaluation at work."""
    return Row(name, kwargs=kwargs, allow=allow, denied=403, special=OUTSIDE, **options)


def _asked(name: str, kwargs, allow, **options) -> Row:
    """Pages of a clarification, which the unit sees too."""
    return Row(name, kwargs=kwargs, allow=frozenset(allow), denied=403, special=NOT_ASKED, **options)


CLARIFICATION = [
    Row("klarifikasi_list", allow=ASKED, denied=403, foreign=200),
    _tpi("tpi_klarifikasi", in_phase(F.KLARIFIKASI), INSPEKTORAT_ROLES),
    _tpi("klarifikasi_create", question(F.KLARIFIKASI)),
    _asked("klarifikasi_detail", asked, ASKED),
    _asked("klarifikasi_detail", asked, TEAM, method="post", data={"jawaban": "Ada."}, ok=302),
    _asked("klarifikasi_again", replied, TPI),
    _asked("klarifikasi_close", replied, TPI),
    _asked("klarifikasi_give_up", late, TPI),
    _asked("klarifikasi_cancel", asked, TPI),
    _asked("klarifikasi_bukti", asked, TEAM),
    _asked("klarifikasi_bukti_add", asked, TEAM, method="post", data={"tautan": "https://contoh.test/sk"}, ok=302),
    _asked("klarifikasi_bukti_attach", with_proof, TEAM, method="post", ok=302),
    _asked("klarifikasi_bukti_detach", with_proof, TEAM, method="post", ok=302),
]

FIELD = [
    _tpi("kunjungan_list", in_phase(F.LAPANGAN)),
    _tpi("kunjungan_create", in_phase(F.LAPANGAN)),
    _tpi("lapangan_checklist", in_phase(F.LAPANGAN)),
    _tpi("kunjungan_detail", visited),
    _tpi("kunjungan_edit", visited),
    _tpi("temuan_mark", visited, method="post", data={"kode": FIRST}, ok=302),
    _tpi("temuan_save", finding, method="post", data={"kolom": "uraian", "nilai": "Ada.", "versi": "0"}),
    _tpi("foto_add", visited, method="post", ok=302),
    _tpi("foto_show", photo),
    _tpi("foto_remove", photo),
]

PLENARY = [
    _tpi("pleno_detail", opened),
    _tpi("pleno_edit", in_phase(F.PLENO), LEADERS),
    _tpi("pleno_take_over", opened, LEADERS, method="post", ok=302),
    _tpi("pleno_minutes", opened),
    _tpi("pleno_question", opened_question),
    _tpi(
        "pleno_question", opened_question, LEADERS, method="post",
        data={"nilai": "tidak", "alasan": "x", "versi": "1"}, ok=302,
    ),
]  # fmt: skip

FINAL = [
    _tpi("lhe_detail", opened),
    Row("lhe_detail", kwargs=ended, allow=READERS, special=NOT_READING),
    _tpi("lhe_edit", opened, LEADERS),
    _tpi("lhe_sign", half_signed, LEADERS),
    _tpi("lhe_withdraw", half_signed, LEADERS),
    _tpi("tpi_finalise", both_signed, LEADERS),
    _tpi("tpi_finalise", both_signed, LEADERS, method="post", ok=302),
]

RECOMMENDATION = [
    Row("rekomendasi_list", allow=READERS, denied=403, foreign=200),
    _tpi("tpi_rekomendasi", opened),
    Row("tpi_rekomendasi", kwargs=ended, allow=READERS, special=NOT_READING),
    _tpi("rekomendasi_prepare", opened, LEADERS, method="post", ok=302),
    _tpi("rekomendasi_add", opened, LEADERS),
    Row("rekomendasi_detail", kwargs=published, allow=READERS, special=NOT_READING),
    Row("rekomendasi_detail", kwargs=draft_recommendation, allow=TPI),
    Row(
        "rekomendasi_detail", kwargs=published, method="post", data={"uraian": "Selesai."}, allow=TEAM, ok=302,
        denied=403, special=NOT_READING,
    ),
    Row("rekomendasi_edit", kwargs=draft_recommendation, allow=LEADERS, denied=403, special=UNSEEN),
    Row("rekomendasi_remove", kwargs=draft_recommendation, allow=LEADERS, denied=403, special=UNSEEN),
    Row("rekomendasi_accept", kwargs=followed, allow=TPI, denied=403, special=NOT_READING),
    Row("rekomendasi_send_back", kwargs=followed, allow=TPI, denied=403, special=NOT_READING),
]  # fmt: skip

TABLE: list[Row] = [*CLARIFICATION, *FIELD, *PLENARY, *FINAL, *RECOMMENDATION]
