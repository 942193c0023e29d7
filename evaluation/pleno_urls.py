"""Addresses from the first clarification to the last recommendation."""

from django.urls import path

from evaluation.views import clarification, clarification_evidence, field, final, plenary, recommendation

clarification_urls = [
    path("klarifikasi/", clarification.klarifikasi_list, name="klarifikasi_list"),
    path("tpi/<int:pk>/klarifikasi/", clarification.tpi_klarifikasi, name="tpi_klarifikasi"),
    path("tpi/<int:pk>/klarifikasi/<str:kode>/", clarification.klarifikasi_create, name="klarifikasi_create"),
    path("klarifikasi/<int:pk>/", clarification.klarifikasi_detail, name="klarifikasi_detail"),
    path("klarifikasi/<int:pk>/lagi/", clarification.klarifikasi_again, name="klarifikasi_again"),
    # One view; each step has its own address and name.
    path(
        "klarifikasi/<int:pk>/selesai/", clarification.klarifikasi_step, {"langkah": "close"}, name="klarifikasi_close"
    ),
    path(
        "klarifikasi/<int:pk>/tutup/",
        clarification.klarifikasi_step,
        {"langkah": "give_up"},
        name="klarifikasi_give_up",
    ),
    path(
        "klarifikasi/<int:pk>/batal/", clarification.klarifikasi_step, {"langkah": "cancel"}, name="klarifikasi_cancel"
    ),
    path("klarifikasi/<int:pk>/bukti/", clarification_evidence.klarifikasi_bukti, name="klarifikasi_bukti"),
    path(
        "klarifikasi/<int:pk>/bukti/tambah/", clarification_evidence.klarifikasi_bukti_add, name="klarifikasi_bukti_add"
    ),
    path(
        "klarifikasi/<int:pk>/bukti/<int:data_dukung>/lampirkan/",
        clarification_evidence.klarifikasi_bukti_attach,
        name="klarifikasi_bukti_attach",
    ),
    path(
        "klarifikasi/<int:pk>/bukti/<int:data_dukung>/lepas/",
        clarification_evidence.klarifikasi_bukti_detach,
        name="klarifikasi_bukti_detach",
    ),
]

field_urls = [
    path("tpi/<int:pk>/kunjungan/", field.kunjungan_list, name="kunjungan_list"),
    path("tpi/<int:pk>/kunjungan/catat/", field.kunjungan_create, name="kunjungan_create"),
    path("tpi/<int:pk>/kunjungan/daftar-periksa/", field.lapangan_checklist, name="lapangan_checklist"),
    path("kunjungan/<int:pk>/", field.kunjungan_detail, name="kunjungan_detail"),
    path("kunjungan/<int:pk>/ubah/", field.kunjungan_edit, name="kunjungan_edit"),
    path("kunjungan/<int:pk>/tandai/", field.temuan_mark, name="temuan_mark"),
    path("kunjungan/<int:pk>/temuan/<str:kode>/", field.temuan_save, name="temuan_save"),
    path("kunjungan/<int:pk>/foto/", field.foto_add, name="foto_add"),
    path("kunjungan/foto/<int:pk>/", field.foto_show, name="foto_show"),
    path("kunjungan/foto/<int:pk>/hapus/", field.foto_remove, name="foto_remove"),
]

plenary_urls = [
    path("tpi/<int:pk>/pleno/", plenary.pleno_detail, name="pleno_detail"),
    path("tpi/<int:pk>/pleno/catatan/", plenary.pleno_edit, name="pleno_edit"),
    path("tpi/<int:pk>/pleno/ambil-alih/", plenary.pleno_take_over, name="pleno_take_over"),
    path("tpi/<int:pk>/pleno/berita-acara/", plenary.pleno_minutes, name="pleno_minutes"),
    path("tpi/<int:pk>/pleno/putusan/<str:kode>/", plenary.pleno_question, name="pleno_question"),
]

final_urls = [
    path("tpi/<int:pk>/lhe/", final.lhe_detail, name="lhe_detail"),
    path("tpi/<int:pk>/lhe/isi/", final.lhe_edit, name="lhe_edit"),
    path("tpi/<int:pk>/lhe/tanda-tangan/", final.lhe_sign, name="lhe_sign"),
    path("tpi/<int:pk>/lhe/tanda-tangan/tarik/", final.lhe_withdraw, name="lhe_withdraw"),
    path("tpi/<int:pk>/lhe/tetapkan/", final.tpi_finalise, name="tpi_finalise"),
]

recommendation_urls = [
    path("rekomendasi/", recommendation.rekomendasi_list, name="rekomendasi_list"),
    path("tpi/<int:pk>/rekomendasi/", recommendation.tpi_rekomendasi, name="tpi_rekomendasi"),
    path("tpi/<int:pk>/rekomendasi/susun/", recommendation.rekomendasi_prepare, name="rekomendasi_prepare"),
    path("tpi/<int:pk>/rekomendasi/tambah/", recommendation.rekomendasi_add, name="rekomendasi_add"),
    path("rekomendasi/<int:pk>/", recommendation.rekomendasi_detail, name="rekomendasi_detail"),
    path("rekomendasi/<int:pk>/ubah/", recommendation.rekomendasi_edit, name="rekomendasi_edit"),
    path("rekomendasi/<int:pk>/hapus/", recommendation.rekomendasi_remove, name="rekomendasi_remove"),
    path(
        "rekomendasi/<int:pk>/terima/",
        recommendation.rekomendasi_step,
        {"langkah": "accept"},
        name="rekomendasi_accept",
    ),
    path(
        "rekomendasi/<int:pk>/kembalikan/",
        recommendation.rekomendasi_step,
        {"langkah": "send_back"},
        name="rekomendasi_send_back",
    ),
]

urlpatterns = clarification_urls + field_urls + plenary_urls + final_urls + recommendation_urls
