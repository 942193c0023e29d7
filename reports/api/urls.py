"""Addresses of the API and of the pages where its clients are kept."""

from django.urls import include, path

from reports.api import openapi, pages
from reports.api.http import api_unknown, interface
from reports.api.service import api


def _api_urls() -> list:
    """The framework's addresses, each answered as `interface` says; its own start page is none of ours."""
    found = [item for item in api.urls[0] if item.name != "api-root"]
    for item in found:
        item.callback = interface(item.callback)
    return found


urlpatterns = [
    path("api/v1/openapi.json", openapi.api_schema, name="api_schema"),
    path("api/v1/", include(_api_urls())),
    path("api/<path:sisa>", api_unknown, name="api_unknown"),
    path("klien-api/", pages.klien_api_list, name="klien_api_list"),
    path("klien-api/buat/", pages.klien_api_create, name="klien_api_create"),
    path("klien-api/panduan/", pages.klien_api_guide, name="klien_api_guide"),
    path("klien-api/<int:pk>/", pages.klien_api_detail, name="klien_api_detail"),
    path("klien-api/<int:pk>/token/", pages.klien_api_exchange, name="klien_api_exchange"),
    path("klien-api/<int:pk>/cabut/", pages.klien_api_revoke, name="klien_api_revoke"),
]
