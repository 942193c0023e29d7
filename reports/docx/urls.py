"""Paths of Word files and of the templates that they are written in."""

from django.urls import path

from reports.docx import views

urlpatterns = [
    path("dokumen/<int:pk>/docx/", views.dokumen_docx, name="dokumen_docx"),
    path("instansi/templat/", views.templat_list, name="templat_list"),
    path("instansi/templat/versi/<int:pk>/unduh/", views.templat_version_download, name="templat_version_download"),
    path("instansi/templat/<slug:jenis>/", views.templat_detail, name="templat_detail"),
    path("instansi/templat/<slug:jenis>/unduh/", views.templat_download, name="templat_download"),
    path("instansi/templat/<slug:jenis>/contoh/", views.templat_sample, name="templat_sample"),
    path("instansi/templat/<slug:jenis>/bawaan/", views.templat_reset, name="templat_reset"),
]
