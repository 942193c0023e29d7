"""Paths of the public check of issued papers."""

from django.urls import path

from reports.checking import views as checking

urlpatterns = [
    path("periksa/", checking.terbitan_find, name="terbitan_find"),
    path("periksa/<str:kode>/", checking.terbitan_check, name="terbitan_check"),
]
