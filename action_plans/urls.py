"""Addresses of plans, progress and quarterly reports."""

from django.urls import path

from action_plans.views import (
    agreement,
    aksi,
    coaching,
    coaching_edit,
    coaching_report,
    coaching_report_edit,
    consultation,
    plan,
    plan_grid,
    progress,
    progress_evidence,
    report,
    report_edit,
    report_list,
)
from action_plans.views.report_steps import laporan_step

plan_urls = [
    path("rencana/", plan.rencana_list, name="rencana_list"),
    path("rencana/buat/<int:pk>/", plan.rencana_create, name="rencana_create"),
    path("rencana/impor/<int:pk>/", plan_grid.rencana_import, name="rencana_import"),
    path("rencana/templat/<int:pk>/", plan_grid.rencana_template, name="rencana_template"),
    path("rencana/<int:pk>/", plan.rencana_detail, name="rencana_detail"),
    path("rencana/<int:pk>/isian/", plan_grid.rencana_grid, name="rencana_grid"),
    path("rencana/<int:pk>/tahun/", plan_grid.rencana_year, name="rencana_year"),
    path("rencana/<int:pk>/aksi/", plan_grid.aksi_list, name="aksi_list"),
    path("rencana/<int:pk>/aksi/tambah/", aksi.aksi_create, name="aksi_create"),
    path("rencana/<int:pk>/aksi/simpan/", aksi.aksi_save_many, name="aksi_save_many"),
    path("rencana/<int:pk>/aksi/massal/", aksi.aksi_bulk, name="aksi_bulk"),
    path("rencana/<int:pk>/unduh/", plan_grid.rencana_export, name="rencana_export"),
    path("rencana/<int:pk>/teks/", plan.rencana_text_save, name="rencana_text_save"),
    path("rencana/<int:pk>/ajukan/", plan.rencana_submit, name="rencana_submit"),
    path("rencana/<int:pk>/setujui/", plan.rencana_approve, name="rencana_approve"),
    path("rencana/<int:pk>/kembalikan/", plan.rencana_send_back, name="rencana_send_back"),
    path("rencana/<int:pk>/revisi/", plan.rencana_revise, name="rencana_revise"),
    path("rencana/<int:pk>/versi/<int:nomor>/", plan.rencana_version, name="rencana_version"),
    path("rencana/<int:pk>/banding/", plan.rencana_diff, name="rencana_diff"),
    path("aksi/<int:pk>/", aksi.aksi_detail, name="aksi_detail"),
    path("aksi/<int:pk>/ubah/", aksi.aksi_edit, name="aksi_edit"),
    path("aksi/<int:pk>/simpan/", aksi.aksi_save, name="aksi_save"),
    path("aksi/<int:pk>/salin/", aksi.aksi_copy, name="aksi_copy"),
    path("aksi/<int:pk>/pindah/", aksi.aksi_move, name="aksi_move"),
    path("aksi/<int:pk>/hapus/", aksi.aksi_remove, name="aksi_remove"),
    path("aksi/<int:pk>/pulihkan/", aksi.aksi_restore, name="aksi_restore"),
]

progress_urls = [
    path("pekerjaan/", progress.progress_month, name="progress_month"),
    path("realisasi/<int:pk>/<int:bulan>/", progress.realisasi_edit, name="realisasi_edit"),
    path("realisasi/<int:pk>/<int:bulan>/status/", progress.realisasi_set, name="realisasi_set"),
    path("realisasi/<int:pk>/<int:bulan>/bukti/", progress_evidence.bukti_add, name="bukti_add"),
    path("realisasi/<int:pk>/<int:bulan>/bukti/pilih/", progress_evidence.bukti_search, name="bukti_search"),
    path(
        "realisasi/<int:pk>/<int:bulan>/bukti/<int:data_dukung>/lampirkan/",
        progress_evidence.bukti_attach,
        name="bukti_attach",
    ),
    path(
        "realisasi/<int:pk>/<int:bulan>/bukti/<int:data_dukung>/lepas/",
        progress_evidence.bukti_detach,
        name="bukti_detach",
    ),
]

report_urls = [
    path("laporan/", report_list.laporan_list, name="laporan_list"),
    path("laporan/baru/<int:pk>/<int:triwulan>/", report.laporan_create, name="laporan_create"),
    path("laporan/<int:pk>/", report.laporan_detail, name="laporan_detail"),
    path("laporan/<int:pk>/naskah/<int:naskah>/", report.laporan_version, name="laporan_version"),
    path("laporan/<int:pk>/isi/", report_edit.laporan_edit, name="laporan_edit"),
    path("laporan/<int:pk>/perbarui/", report_edit.laporan_refresh, name="laporan_refresh"),
    path("laporan/<int:pk>/isi/<slug:kode>/", report_edit.bagian_save, name="bagian_save"),
    path("laporan/<int:pk>/isi/<slug:kode>/susun-ulang/", report_edit.bagian_redraft, name="bagian_redraft"),
    # One view; each step has its own address and name.
    path("laporan/<int:pk>/ajukan/", laporan_step, {"langkah": "submit"}, name="laporan_submit"),
    path("laporan/<int:pk>/setujui/", laporan_step, {"langkah": "approve"}, name="laporan_approve"),
    path("laporan/<int:pk>/kembalikan/", laporan_step, {"langkah": "send_back"}, name="laporan_send_back"),
    path("laporan/<int:pk>/sampaikan/", laporan_step, {"langkah": "send"}, name="laporan_send"),
    path("laporan/<int:pk>/terima/", laporan_step, {"langkah": "receive"}, name="laporan_receive"),
    path("laporan/<int:pk>/minta-perbaikan/", laporan_step, {"langkah": "refuse"}, name="laporan_refuse"),
]

coaching_urls = [
    path("pembinaan/", coaching.pembinaan_list, name="pembinaan_list"),
    path("pembinaan/cakupan/", coaching.pembinaan_coverage, name="pembinaan_coverage"),
    path("pembinaan/baru/<int:pk>/", coaching.pembinaan_create, name="pembinaan_create"),
    path("pembinaan/<int:pk>/", coaching.pembinaan_detail, name="pembinaan_detail"),
    path("pembinaan/<int:pk>/data/", coaching.pembinaan_head, name="pembinaan_head"),
    path("pembinaan/<int:pk>/isi/", coaching_edit.pembinaan_edit, name="pembinaan_edit"),
    path("pembinaan/<int:pk>/isi/<slug:area>/<slug:jenis>/", coaching_edit.catatan_save, name="catatan_save"),
    path("pembinaan/<int:pk>/kesepakatan/", coaching_edit.kesepakatan_add, name="kesepakatan_add"),
    path("pembinaan/<int:pk>/sampaikan/", coaching.pembinaan_step, {"langkah": "submit"}, name="pembinaan_submit"),
    path("pembinaan/<int:pk>/konfirmasi/", coaching.pembinaan_step, {"langkah": "confirm"}, name="pembinaan_confirm"),
    path(
        "pembinaan/<int:pk>/minta-perbaikan/",
        coaching.pembinaan_step,
        {"langkah": "send_back"},
        name="pembinaan_send_back",
    ),
    path("kesepakatan/<int:pk>/", agreement.kesepakatan_detail, name="kesepakatan_detail"),
    path("kesepakatan/<int:pk>/ubah/", coaching_edit.kesepakatan_edit, name="kesepakatan_edit"),
    path("kesepakatan/<int:pk>/hapus/", coaching_edit.kesepakatan_remove, name="kesepakatan_remove"),
    path("kesepakatan/<int:pk>/selesai/", agreement.kesepakatan_done, name="kesepakatan_done"),
    path(
        "kesepakatan/<int:pk>/konfirmasi/",
        agreement.kesepakatan_step,
        {"langkah": "confirm"},
        name="kesepakatan_confirm",
    ),
    path(
        "kesepakatan/<int:pk>/kembalikan/", agreement.kesepakatan_step, {"langkah": "reopen"}, name="kesepakatan_reopen"
    ),
    path("konsultasi/", consultation.konsultasi_list, name="konsultasi_list"),
    path("konsultasi/baru/<int:pk>/", consultation.konsultasi_create, name="konsultasi_create"),
    path("konsultasi/baru/<int:pk>/draf/", consultation.konsultasi_draft_new, name="konsultasi_draft_new"),
    path("konsultasi/<int:pk>/", consultation.konsultasi_detail, name="konsultasi_detail"),
    path("konsultasi/<int:pk>/pesan/", consultation.konsultasi_reply, name="konsultasi_reply"),
    path("konsultasi/<int:pk>/draf/", consultation.konsultasi_draft, name="konsultasi_draft"),
    path(
        "konsultasi/<int:pk>/selesai/", consultation.konsultasi_step, {"langkah": "resolve"}, name="konsultasi_resolve"
    ),
    path("konsultasi/<int:pk>/buka/", consultation.konsultasi_step, {"langkah": "reopen"}, name="konsultasi_reopen"),
]

_report_step = coaching_report.laporan_pembinaan_step
coaching_report_urls = [
    path("laporan-pembinaan/", coaching_report.laporan_pembinaan_list, name="laporan_pembinaan_list"),
    path("laporan-pembinaan/baru/", coaching_report.laporan_pembinaan_create, name="laporan_pembinaan_create"),
    path("laporan-pembinaan/<int:pk>/", coaching_report.laporan_pembinaan_detail, name="laporan_pembinaan_detail"),
    path(
        "laporan-pembinaan/<int:pk>/naskah/<int:nomor>/",
        coaching_report.laporan_pembinaan_version,
        name="laporan_pembinaan_version",
    ),
    path("laporan-pembinaan/<int:pk>/isi/", coaching_report_edit.laporan_pembinaan_edit, name="laporan_pembinaan_edit"),
    path(
        "laporan-pembinaan/<int:pk>/perbarui/",
        coaching_report_edit.laporan_pembinaan_refresh,
        name="laporan_pembinaan_refresh",
    ),
    path("laporan-pembinaan/<int:pk>/tim/", coaching_report_edit.laporan_pembinaan_tim, name="laporan_pembinaan_tim"),
    path(
        "laporan-pembinaan/<int:pk>/isi/<slug:kode>/",
        coaching_report_edit.bagian_pembinaan_save,
        name="bagian_pembinaan_save",
    ),
    path(
        "laporan-pembinaan/<int:pk>/isi/<slug:kode>/susun-ulang/",
        coaching_report_edit.bagian_pembinaan_redraft,
        name="bagian_pembinaan_redraft",
    ),
    path("laporan-pembinaan/<int:pk>/ajukan/", _report_step, {"langkah": "submit"}, name="laporan_pembinaan_submit"),
    path("laporan-pembinaan/<int:pk>/setujui/", _report_step, {"langkah": "approve"}, name="laporan_pembinaan_approve"),
    path(
        "laporan-pembinaan/<int:pk>/kembalikan/",
        _report_step,
        {"langkah": "send_back"},
        name="laporan_pembinaan_send_back",
    ),
    path("laporan-pembinaan/<int:pk>/sampaikan/", _report_step, {"langkah": "send"}, name="laporan_pembinaan_send"),
]

urlpatterns = plan_urls + progress_urls + report_urls + coaching_urls + coaching_report_urls
