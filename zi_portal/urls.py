"""All URLs. Names are flat: view = URL name = template; paths are Indonesian."""

from django.urls import include, path

from zi_portal import health, views

urlpatterns = [
    path("", views.beranda, name="beranda"),
    path("data-dukung/<int:pk>/pemakaian/", views.data_dukung_usage, name="data_dukung_usage"),
    path("cari/", views.search, name="search"),
    path("sehat/", health.health_alive, name="health_alive"),
    path("sehat/siap/", health.health_ready, name="health_ready"),
    path("", include("units.urls")),
    path("", include("units.predicate_urls")),
    path("", include("units.public_urls")),
    path("", include("action_plans.urls")),
    path("", include("evaluation.urls")),
    path("", include("evaluation.tpn_urls")),
    path("", include("evaluation.usulan_urls")),
    path("", include("reports.urls")),
    path("", include("reports.api.urls")),
    path("", include("reports.trust_urls")),
]

handler400 = "zi_portal.errors.bad_request"
handler403 = "zi_portal.errors.permission_denied"
handler404 = "zi_portal.errors.not_found"
handler500 = "zi_portal.errors.server_error"
