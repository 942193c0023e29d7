from django.urls import include, path

from reports import views
from reports.dashboard import inspectorate_views, recap_views, summary_views, unit_views
from reports.dashboard import views as dashboard
from reports.publication import views as publication

urlpatterns = [
    path("dasbor/", dashboard.dasbor, name="dasbor"),
    path("dasbor/unit/", dashboard.dasbor_unit_list, name="dasbor_unit_list"),
    path("dasbor/unit/<int:pk>/", unit_views.dasbor_unit, name="dasbor_unit"),
    path("dasbor/ringkasan/", summary_views.dasbor_ringkasan, name="dasbor_ringkasan"),
    path("dasbor/rekap/", recap_views.rekap_unit, name="rekap_unit"),
    path("dasbor/inspektorat/", inspectorate_views.dasbor_inspektorat, name="dasbor_inspektorat"),
    path("dasbor/inspektorat/beda/", inspectorate_views.dasbor_beda_list, name="dasbor_beda_list"),
    path("dasbor/inspektorat/bukti/", inspectorate_views.dasbor_bukti_list, name="dasbor_bukti_list"),
    path("", include("reports.archive.urls")),
    path("", include("reports.docx.urls")),
    path("publikasi/", publication.publikasi_list, name="publikasi_list"),
    path("publik/<slug:slug>/dokumen/<str:kode>/", publication.publik_dokumen, name="publik_dokumen"),
    path("dokumen/", views.dokumen_list, name="dokumen_list"),
    path("dokumen/buat/", views.dokumen_create, name="dokumen_create"),
    path("dokumen/blok/<slug:jenis>/<int:pk>/", views.dokumen_block, name="dokumen_block"),
    path("dokumen/massal/", include("reports.massal.urls")),
    path("dokumen/<int:pk>/", views.dokumen_detail, name="dokumen_detail"),
    path("dokumen/<int:pk>/ulang/", views.dokumen_retry, name="dokumen_retry"),
    path("dokumen/<int:pk>/unduh/", views.dokumen_download, name="dokumen_download"),
    path("dokumen/<int:pk>/lihat/", views.dokumen_preview, name="dokumen_preview"),
]
