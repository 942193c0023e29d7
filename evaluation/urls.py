"""Addresses of assessments, their answers, and the instruments."""

from django.urls import path

from evaluation import pleno_urls, tpi_urls
from evaluation.views import assessment, evidence, fill, instrument_edit, instruments, result, workbook
from evaluation.views.move import penilaian_move
from evaluation.views.steps import penilaian_step

assessment_urls = [
    path("penilaian/", assessment.penilaian_list, name="penilaian_list"),
    path("penilaian/mulai/<int:pk>/", assessment.penilaian_create, name="penilaian_create"),
    path("penilaian/<int:pk>/", result.penilaian_detail, name="penilaian_detail"),
    path("penilaian/<int:pk>/isi/", fill.penilaian_fill, name="penilaian_fill"),
    path("penilaian/<int:pk>/jalan/", result.penilaian_path, name="penilaian_path"),
    path("penilaian/<int:pk>/coba/", result.penilaian_try, name="penilaian_try"),
    path("penilaian/<int:pk>/banding/", result.penilaian_compare, name="penilaian_compare"),
    path("penilaian/<int:pk>/pindah/", penilaian_move, name="penilaian_move"),
    path("penilaian/<int:pk>/unduh/", workbook.penilaian_export, name="penilaian_export"),
    path("penilaian/<int:pk>/impor/", workbook.penilaian_import, name="penilaian_import"),
    path("penilaian/impor/<int:pk>/", workbook.impor_lke_detail, name="impor_lke_detail"),
    path("penilaian/impor/<int:pk>/terapkan/", workbook.impor_lke_apply, name="impor_lke_apply"),
    path("penilaian/impor/<int:pk>/ulang/", workbook.impor_lke_restart, name="impor_lke_restart"),
    # One view; each step has its own address and name.
    path("penilaian/<int:pk>/siapkan/", penilaian_step, {"langkah": "prepare"}, name="penilaian_prepare"),
    path("penilaian/<int:pk>/ajukan/", penilaian_step, {"langkah": "submit"}, name="penilaian_submit"),
    path("penilaian/<int:pk>/buka/", penilaian_step, {"langkah": "reopen"}, name="penilaian_reopen"),
    path("penilaian/<int:pk>/kembalikan/", penilaian_step, {"langkah": "return"}, name="penilaian_return"),
]

answer_urls = [
    path("penilaian/<int:pk>/jawaban/<str:kode>/", fill.jawaban_save, name="jawaban_save"),
    path("penilaian/<int:pk>/jawaban/<str:kode>/pakai/", fill.jawaban_take_over, name="jawaban_take_over"),
    path("penilaian/<int:pk>/jawaban/<str:kode>/bukti/", evidence.jawaban_bukti, name="jawaban_bukti"),
    path("penilaian/<int:pk>/jawaban/<str:kode>/bukti/tambah/", evidence.jawaban_bukti_add, name="jawaban_bukti_add"),
    path(
        "penilaian/<int:pk>/jawaban/<str:kode>/bukti/<int:data_dukung>/lampirkan/",
        evidence.jawaban_bukti_attach,
        name="jawaban_bukti_attach",
    ),
    path(
        "penilaian/<int:pk>/jawaban/<str:kode>/bukti/<int:data_dukung>/lepas/",
        evidence.jawaban_bukti_detach,
        name="jawaban_bukti_detach",
    ),
]

instrument_urls = [
    path("instrumen/", instruments.instrumen_list, name="instrumen_list"),
    path("instrumen/adopsi/", instruments.instrumen_adopt, name="instrumen_adopt"),
    path("instrumen/impor/", instruments.instrumen_import, name="instrumen_import"),
    path("instrumen/<int:pk>/", instruments.instrumen_detail, name="instrumen_detail"),
    path("instrumen/<int:pk>/sunting/", instrument_edit.instrumen_edit, name="instrumen_edit"),
    path("instrumen/<int:pk>/salin/", instruments.instrumen_copy, name="instrumen_copy"),
    path("instrumen/<int:pk>/terbitkan/", instruments.instrumen_publish, name="instrumen_publish"),
    path("instrumen/<int:pk>/keputusan/", instruments.instrumen_decree, name="instrumen_decree"),
]

urlpatterns = assessment_urls + answer_urls + instrument_urls + tpi_urls.urlpatterns + pleno_urls.urlpatterns
