"""Addresses of predicates and their reviews."""

from django.urls import path

from units.views import predicate, predicate_review

urlpatterns = [
    path("predikat/", predicate.predikat_list, name="predikat_list"),
    path("predikat/baru/", predicate.predikat_enter, name="predikat_enter"),
    path("predikat/catat/<int:pk>/", predicate.predikat_grant, name="predikat_grant"),
    path("predikat/<int:pk>/", predicate.predikat_detail, name="predikat_detail"),
    path("predikat/<int:pk>/keputusan/", predicate.predikat_decree, name="predikat_decree"),
    path("predikat/<int:pk>/pencabutan/", predicate.predikat_revocation, name="predikat_revocation"),
    path("predikat/<int:pk>/penghargaan/", predicate.penghargaan_add, name="penghargaan_add"),
    path("predikat/<int:pk>/tinjau/", predicate_review.tinjauan_open, name="tinjauan_open"),
    path("predikat/tinjauan/<int:pk>/klarifikasi/", predicate_review.tinjauan_answer, name="tinjauan_answer"),
    path("predikat/tinjauan/<int:pk>/pertahankan/", predicate_review.tinjauan_keep, name="tinjauan_keep"),
    path("predikat/tinjauan/<int:pk>/cabut/", predicate_review.tinjauan_revoke, name="tinjauan_revoke"),
]
