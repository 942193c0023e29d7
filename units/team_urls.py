"""Team, agents of change, evidence."""

from django.urls import path

from units.views import evidence, team

urlpatterns = [
    path("tim/", team.tim_list, name="tim_list"),
    path("tim/<int:pk>/", team.tim_detail, name="tim_detail"),
    path("tim/<int:pk>/keputusan/", team.tim_edit, name="tim_edit"),
    path("tim/<int:pk>/keputusan/unduh/", team.tim_sk_download, name="tim_sk_download"),
    path("tim/<int:pk>/anggota/tambah/", team.anggota_add, name="anggota_add"),
    path("tim/anggota/<int:pk>/", team.anggota_edit, name="anggota_edit"),
    path("tim/anggota/<int:pk>/keluarkan/", team.anggota_remove, name="anggota_remove"),
    path("agen/<int:pk>/", team.agen_list, name="agen_list"),
    path("agen/<int:pk>/tetapkan/", team.agen_add, name="agen_add"),
    path("agen/hapus/<int:pk>/", team.agen_remove, name="agen_remove"),
    path("agen/<int:pk>/perubahan/", team.perubahan_add, name="perubahan_add"),
    path("agen/perubahan/<int:pk>/", team.perubahan_edit, name="perubahan_edit"),
    path("agen/perubahan/<int:pk>/hapus/", team.perubahan_remove, name="perubahan_remove"),
    path("data-dukung/", evidence.data_dukung_list, name="data_dukung_list"),
    path("data-dukung/tambah/<int:pk>/", evidence.data_dukung_add, name="data_dukung_add"),
    path("data-dukung/<int:pk>/", evidence.data_dukung_detail, name="data_dukung_detail"),
    path("data-dukung/<int:pk>/judul/", evidence.data_dukung_edit, name="data_dukung_edit"),
    path("data-dukung/<int:pk>/ganti/", evidence.data_dukung_replace, name="data_dukung_replace"),
    path("data-dukung/versi/<int:pk>/unduh/", evidence.data_dukung_download, name="data_dukung_download"),
    path("data-dukung/versi/<int:pk>/lihat/", evidence.data_dukung_preview, name="data_dukung_preview"),
]
