"""Addresses of TPN's evaluation and of re-evaluations."""

from django.urls import path

from evaluation.views import reevaluation, tpn, tpn_work

# One view; each step has its own address and name. Results from the letter are taken on the page of the letter.
STEPS = {
    "accept": "terima",
    "accept_technical": "terima-teknis",
    "refuse": "tolak",
    "reconsider": "buka-kembali",
    "to_survey": "selesai-meja",
    "to_field": "ke-lapangan",
    "pass": "lulus",
    "fail": "tidak-lulus",
    "withdraw_letter": "batalkan-surat",
    "stop": "hentikan",
}

urlpatterns = [
    path("predikat/<int:pk>/evaluasi-ulang/", reevaluation.reevaluation_outcome, name="reevaluation_outcome"),
    path("tpn/", tpn.tpn_list, name="tpn_list"),
    path("tpn/usulan/<int:pk>/penilai/", tpn.tpn_assign, name="tpn_assign"),
    path("tpn/survei/<int:pk>/berkas/", tpn_work.tpn_survey_file, name="tpn_survey_file"),
    path("tpn/<int:pk>/", tpn.tpn_detail, name="tpn_detail"),
    path("tpn/<int:pk>/meja/", tpn_work.tpn_desk, name="tpn_desk"),
    path("tpn/<int:pk>/jawaban/<str:kode>/", tpn_work.jawaban_tpn_save, name="jawaban_tpn_save"),
    path("tpn/<int:pk>/survei/", tpn_work.tpn_survey, name="tpn_survey"),
    path("tpn/<int:pk>/lapangan/", tpn_work.tpn_field, name="tpn_field"),
    path("tpn/<int:pk>/surat/", tpn_work.tpn_letter, name="tpn_letter"),
    path("tpn/<int:pk>/surat/unduh/", tpn_work.tpn_letter_file, name="tpn_letter_file"),
    path("tpn/<int:pk>/banding/", tpn_work.tpn_compare, name="tpn_compare"),
    path("tpn/<int:pk>/bina/", tpn.tpn_coach, name="tpn_coach"),
    *(
        path(f"tpn/<int:pk>/{address}/", tpn.tpn_step, {"langkah": name}, name=f"tpn_{name}")
        for name, address in STEPS.items()
    ),
]
