"""Paths of signatures under issued papers, and of the check that is everybody's."""

from django.urls import path

from reports.checking import views as checking
from reports.signing import certificate_views, views

urlpatterns = [
    path("periksa/", checking.terbitan_find, name="terbitan_find"),
    path("periksa/<str:kode>/", checking.terbitan_check, name="terbitan_check"),
    path("arsip/<int:pk>/tanda-tangan/", views.terbitan_sign, name="terbitan_sign"),
    path("arsip/<int:pk>/pindaian/", views.terbitan_scan, name="terbitan_scan"),
    path("arsip/berkas/<int:pk>/", views.berkas_bertanda_download, name="berkas_bertanda_download"),
    path("sertifikat/", certificate_views.sertifikat_list, name="sertifikat_list"),
    path("sertifikat/tambah/", certificate_views.sertifikat_add, name="sertifikat_add"),
    path("sertifikat/<int:pk>/", certificate_views.sertifikat_detail, name="sertifikat_detail"),
    path("sertifikat/<int:pk>/nonaktif/", certificate_views.sertifikat_deactivate, name="sertifikat_deactivate"),
]
