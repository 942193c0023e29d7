"""Paths of the public pages and of complaints."""

from django.urls import path

from units.views import complaints, public

PUBLIC = [
    path("publik/<slug:slug>/", public.publik_instansi, name="publik_instansi"),
    path("publik/<slug:slug>/pengaduan/", public.publik_pengaduan, name="publik_pengaduan"),
    path("publik/<slug:slug>/pengaduan/status/", public.publik_pengaduan_status, name="publik_pengaduan_status"),
    path("publik/<slug:slug>/pengaduan/tambah/", public.publik_pengaduan_add, name="publik_pengaduan_add"),
]
COMPLAINTS = [
    path("pengaduan/", complaints.pengaduan_list, name="pengaduan_list"),
    path("pengaduan/<int:pk>/", complaints.pengaduan_detail, name="pengaduan_detail"),
    path("pengaduan/<int:pk>/telaah/", complaints.pengaduan_examine, name="pengaduan_examine"),
    path("pengaduan/<int:pk>/klarifikasi/", complaints.pengaduan_ask, name="pengaduan_ask"),
    path("pengaduan/<int:pk>/selesai/", complaints.pengaduan_close, name="pengaduan_close"),
    path("pengaduan/<int:pk>/identitas/", complaints.pengaduan_identity, name="pengaduan_identity"),
    path("pengaduan/<int:pk>/peninjauan/", complaints.pengaduan_review, name="pengaduan_review"),
    path("pengaduan/bukti/<int:pk>/", complaints.pengaduan_bukti, name="pengaduan_bukti"),
    path(
        "pengaduan/permintaan/<int:pk>/", complaints.klarifikasi_pengaduan_answer, name="klarifikasi_pengaduan_answer"
    ),
    path("petugas-pengaduan/", complaints.petugas_pengaduan_list, name="petugas_pengaduan_list"),
    path("petugas-pengaduan/<int:pk>/akhiri/", complaints.petugas_pengaduan_end, name="petugas_pengaduan_end"),
    path("instansi/publik/", complaints.instansi_publik, name="instansi_publik"),
]

urlpatterns = [*PUBLIC, *COMPLAINTS]
