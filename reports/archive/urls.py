"""Paths of issued papers and of the settings for them."""

from django.urls import path

from reports.archive import issue_views, settings_views, views

urlpatterns = [
    path("arsip/", views.terbitan_list, name="terbitan_list"),
    path("arsip/<int:pk>/", views.terbitan_detail, name="terbitan_detail"),
    path("arsip/<int:pk>/cabut/", views.terbitan_revoke, name="terbitan_revoke"),
    path("dokumen/terbitkan/<slug:jenis>/<int:pk>/", issue_views.terbitan_create, name="terbitan_create"),
    path("instansi/dokumen/", settings_views.pengaturan_dokumen_list, name="pengaturan_dokumen_list"),
    path("instansi/dokumen/<slug:jenis>/", settings_views.pengaturan_dokumen_edit, name="pengaturan_dokumen_edit"),
    path(
        "instansi/dokumen/<slug:jenis>/contoh/",
        settings_views.pengaturan_dokumen_contoh,
        name="pengaturan_dokumen_contoh",
    ),
]
