"""Addresses of TPN's evaluation and of re-evaluations."""

from django.urls import path

from evaluation.views import reevaluation

urlpatterns = [
    path("predikat/<int:pk>/evaluasi-ulang/", reevaluation.reevaluation_outcome, name="reevaluation_outcome"),
]
