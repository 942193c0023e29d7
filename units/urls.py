"""Paths of people, units, the year, imports, notices. One list per views module, in the order of the menu."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from units import team_urls, year_urls
from units.models import Impor
from units.views import accounts, imports, instansi, notices, people, periode, unit_kerja


class JenisImporConverter(StringConverter):
    regex = "|".join(Impor.Jenis.values)


register_converter(JenisImporConverter, "jenis_impor")

ACCOUNTS = [
    path("masuk/", accounts.login, name="login"),
    path("masuk/di-tempat/", accounts.login_in_place, name="login_in_place"),
    path("masuk/periksa/", accounts.session_check, name="session_check"),
    path("keluar/", accounts.logout, name="logout"),
    path("kata-sandi/ganti/", accounts.password_change, name="password_change"),
    path("kata-sandi/lupa/", accounts.password_reset, name="password_reset"),
    path("kata-sandi/lupa/terkirim/", accounts.password_reset_done, name="password_reset_done"),
    path("kata-sandi/atur/selesai/", accounts.password_reset_complete, name="password_reset_complete"),
    path("kata-sandi/atur/<uidb64>/<token>/", accounts.password_reset_confirm, name="password_reset_confirm"),
    path("profil/", accounts.profil, name="profil"),
    path("profil/surel/", accounts.profil_email, name="profil_email"),
    path("peran/<int:pk>/pakai/", accounts.peran_switch, name="peran_switch"),
    path("tahun/pakai/", accounts.periode_switch, name="periode_switch"),
    path("catatan-masuk/", accounts.catatan_masuk_list, name="catatan_masuk_list"),
]
NOTICES = [
    path("pemberitahuan/", notices.notifikasi_list, name="notifikasi_list"),
    path("pemberitahuan/baca/", notices.notifikasi_read_all, name="notifikasi_read_all"),
    path("pemberitahuan/<int:pk>/", notices.notifikasi_open, name="notifikasi_open"),
    path("pemberitahuan/<int:pk>/baca/", notices.notifikasi_read, name="notifikasi_read"),
]
UNITS = [
    path("unit/", unit_kerja.unit_list, name="unit_list"),
    path("unit/baru/", unit_kerja.unit_create, name="unit_create"),
    path("unit/<int:pk>/", unit_kerja.unit_detail, name="unit_detail"),
    path("unit/<int:pk>/ubah/", unit_kerja.unit_edit, name="unit_edit"),
    path("unit/<int:pk>/nonaktifkan/", unit_kerja.unit_deactivate, name="unit_deactivate"),
    path("unit/<int:pk>/aktifkan/", unit_kerja.unit_activate, name="unit_activate"),
]
PEOPLE = [
    path("orang/", people.orang_list, name="orang_list"),
    path("orang/baru/", people.orang_create, name="orang_create"),
    path("orang/<int:pk>/", people.orang_detail, name="orang_detail"),
    path("orang/<int:pk>/ubah/", people.orang_edit, name="orang_edit"),
    path("orang/<int:pk>/nonaktifkan/", people.orang_deactivate, name="orang_deactivate"),
    path("orang/<int:pk>/aktifkan/", people.orang_activate, name="orang_activate"),
    path("orang/<int:pk>/kata-sandi/", people.orang_password_reset, name="orang_password_reset"),
    path("orang/<int:pk>/peran/", people.peran_add, name="peran_add"),
    path("peran/<int:pk>/akhiri/", people.peran_end, name="peran_end"),
    path("peran/hak/", people.peran_hak, name="peran_hak"),
]
PERIODE = [
    path("periode/", periode.periode_list, name="periode_list"),
    path("periode/baru/", periode.periode_create, name="periode_create"),
    path("periode/<int:pk>/", periode.periode_detail, name="periode_detail"),
    path("periode/<int:pk>/kalender/", periode.periode_edit, name="periode_edit"),
    path("periode/<int:pk>/unit/", periode.pembangunan_add, name="pembangunan_add"),
    path("pembangunan/<int:pk>/penetapan/", periode.pembangunan_edit, name="pembangunan_edit"),
]
IMPORTS = [
    path("impor/", imports.impor_list, name="impor_list"),
    path("impor/baru/", imports.impor_create, name="impor_create"),
    path("impor/templat/<jenis_impor:jenis>/", imports.impor_template, name="impor_template"),
    path("impor/<int:pk>/", imports.impor_detail, name="impor_detail"),
    path("impor/<int:pk>/terapkan/", imports.impor_apply, name="impor_apply"),
    path("impor/<int:pk>/ulang/", imports.impor_restart, name="impor_restart"),
    path("impor/<int:pk>/kata-sandi/", imports.impor_passwords, name="impor_passwords"),
]
INSTANSI = [
    path("instansi/", instansi.instansi_edit, name="instansi_edit"),
    path("instansi/<int:pk>/logo/", instansi.instansi_logo, name="instansi_logo"),
]

urlpatterns = [*ACCOUNTS, *NOTICES, *UNITS, *PEOPLE, *PERIODE, *IMPORTS, *INSTANSI, *team_urls.urlpatterns, *year_urls.urlpatterns]
