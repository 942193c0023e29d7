"""Addresses of TPI: its team, its evaluations, assignments, and the assessor's desk."""

from django.urls import path

from evaluation.tpi_workflow import STEPS
from evaluation.views import tpi_assign, tpi_desk, tpi_detail, tpi_list, tpi_team

# One view; each step has its own address and name.
SLUG = {
    "clarify": "klarifikasi",
    "visit": "lapangan",
    "deliberate": "pleno",
    "back_to_desk": "kembali-ke-meja",
    "back_to_clarification": "kembali-ke-klarifikasi",
    "back_to_field": "kembali-ke-lapangan",
}
step_urls = [
    path(f"tpi/<int:pk>/langkah/{SLUG[s.name]}/", tpi_detail.tpi_step, {"langkah": s.name}, name=f"tpi_{s.name}")
    for s in STEPS
]

team_urls = [
    path("tpi/tim/<int:pk>/", tpi_team.tim_penilai_detail, name="tim_penilai_detail"),
    path("tpi/tim/<int:pk>/keputusan/", tpi_team.tim_penilai_edit, name="tim_penilai_edit"),
    path("tpi/tim/<int:pk>/keputusan/unduh/", tpi_team.tim_penilai_sk, name="tim_penilai_sk"),
    path("tpi/tim/<int:pk>/anggota/", tpi_team.penilai_add, name="penilai_add"),
    path("tpi/tim/anggota/<int:pk>/keluarkan/", tpi_team.penilai_remove, name="penilai_remove"),
]

desk_urls = [
    path("tpi/<int:pk>/nilai/", tpi_desk.tpi_score, name="tpi_score"),
    path("tpi/<int:pk>/serahkan/", tpi_desk.tpi_hand_in, name="tpi_hand_in"),
    path("tpi/<int:pk>/nilai/<str:kode>/", tpi_desk.jawaban_penilai_save, name="jawaban_penilai_save"),
    path("tpi/<int:pk>/nilai/<str:kode>/serahkan/", tpi_desk.jawaban_penilai_hand_in, name="jawaban_penilai_hand_in"),
    path("tpi/<int:pk>/nilai/<str:kode>/tarik/", tpi_desk.jawaban_penilai_take_back, name="jawaban_penilai_take_back"),
    path("tpi/<int:pk>/nilai/<str:kode>/tetap/", tpi_desk.jawaban_penilai_keep, name="jawaban_penilai_keep"),
]

urlpatterns = [
    path("tpi/", tpi_list.tpi_list, name="tpi_list"),
    path("tpi/antrean/", tpi_list.tpi_next, name="tpi_next"),
    path("tpi/beban/", tpi_list.tpi_workload, name="tpi_workload"),
    path("tpi/buka/<int:pk>/", tpi_list.tpi_open, name="tpi_open"),
    path("tpi/<int:pk>/", tpi_detail.tpi_detail, name="tpi_detail"),
    path("tpi/<int:pk>/jendela/", tpi_detail.tpi_windows, name="tpi_windows"),
    path("tpi/<int:pk>/penugasan/", tpi_assign.penugasan_add, name="penugasan_add"),
    path("tpi/penugasan/<int:pk>/", tpi_assign.penugasan_edit, name="penugasan_edit"),
    path("tpi/penugasan/<int:pk>/akhiri/", tpi_assign.penugasan_end, name="penugasan_end"),
    *team_urls,
    *step_urls,
    *desk_urls,
]
