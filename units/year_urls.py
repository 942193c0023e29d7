"""The year of a unit: its page and steps, candidates, declaration, pledges, decrees."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from units.views import declaration, decrees, identification, pakta, year
from units.year import HERE


class LangkahConverter(StringConverter):
    """Only the steps that are taken on the page of the year itself."""

    regex = "|".join(sorted(HERE))


register_converter(LangkahConverter, "langkah_tahun")

urlpatterns = [
    path("pembangunan/", year.pembangunan_list, name="pembangunan_list"),
    path("pembangunan/<int:pk>/", year.pembangunan_detail, name="pembangunan_detail"),
    path("pembangunan/<int:pk>/langkah/<langkah_tahun:name>/", year.pembangunan_step, name="pembangunan_step"),
    path("identifikasi/", identification.identifikasi_list, name="identifikasi_list"),
    path("identifikasi/<int:pk>/", identification.identifikasi_edit, name="identifikasi_edit"),
    path("identifikasi/calon/", identification.identifikasi_choose, name="identifikasi_choose"),
    path("pencanangan/<int:pk>/", declaration.pencanangan_edit, name="pencanangan_edit"),
    path("pencanangan/<int:pk>/piagam/", declaration.pencanangan_piagam, name="pencanangan_piagam"),
    path("pencanangan/<int:pk>/foto/", declaration.pencanangan_foto_add, name="pencanangan_foto_add"),
    path("pencanangan/foto/<int:pk>/", declaration.pencanangan_foto, name="pencanangan_foto"),
    path("pencanangan/foto/<int:pk>/hapus/", declaration.pencanangan_foto_remove, name="pencanangan_foto_remove"),
    path("pakta/<int:pk>/", pakta.pakta_detail, name="pakta_detail"),
    path("pakta/<int:pk>/tanda-tangan/", pakta.pakta_sign, name="pakta_sign"),
    path("pakta/<int:pk>/kertas/", pakta.pakta_import, name="pakta_import"),
    path("pakta/<int:pk>/kertas/templat/", pakta.pakta_template, name="pakta_template"),
    path("pakta/kertas/<int:pk>/pindaian/", pakta.pakta_scan, name="pakta_scan"),
    path("pakta/kertas/<int:pk>/hapus/", pakta.pakta_remove, name="pakta_remove"),
    path("keputusan/", decrees.keputusan_list, name="keputusan_list"),
    path("keputusan/penetapan/", decrees.keputusan_create, name="keputusan_create"),
    path("keputusan/<int:pk>/", decrees.keputusan_detail, name="keputusan_detail"),
    path("keputusan/<int:pk>/berkas/", decrees.keputusan_file, name="keputusan_file"),
]
