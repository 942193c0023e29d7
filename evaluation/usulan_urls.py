"""Addresses of requirements, decisions, proposals and the PortalRB interface."""

from django.urls import path

from evaluation.views import decision, package, portalrb, portalrb_pages, requirements, usulan

requirement_urls = [
    path("syarat/", requirements.syarat_list, name="syarat_list"),
    path("syarat/<int:pk>/<slug:kode>/", requirements.syarat_edit, name="syarat_edit"),
    path("syarat/unit/<int:pk>/", requirements.syarat_detail, name="syarat_detail"),
    path("syarat/unit/<int:pk>/survei/", requirements.survei_add, name="survei_add"),
    path("syarat/unit/<int:pk>/<slug:kode>/", requirements.syarat_unit_edit, name="syarat_unit_edit"),
    path("syarat/bukti/<int:pk>/", requirements.syarat_file, name="syarat_file"),
    path("survei/<int:pk>/berkas/", requirements.survei_file, name="survei_file"),
]

decision_urls = [
    path("pengusulan/", decision.pengusulan_list, name="pengusulan_list"),
    path("pengusulan/<int:pk>/", decision.pengusulan_detail, name="pengusulan_detail"),
    path("pengusulan/<int:pk>/usulkan/", decision.pengusulan_propose, name="pengusulan_propose"),
    path("pengusulan/<int:pk>/bina/", decision.pengusulan_coach_again, name="pengusulan_coach_again"),
    path("pengusulan/<int:pk>/tinjau/", decision.pengusulan_undo, name="pengusulan_undo"),
]

proposal_urls = [
    path("usulan/", usulan.usulan_list, name="usulan_list"),
    path("usulan/susun/", usulan.usulan_create, name="usulan_create"),
    path("usulan/<int:pk>/", usulan.usulan_detail, name="usulan_detail"),
    path("usulan/<int:pk>/surat/", usulan.usulan_letter_edit, name="usulan_letter_edit"),
    path("usulan/<int:pk>/surat/unduh/", usulan.usulan_letter, name="usulan_letter"),
    path("usulan/<int:pk>/unit/", usulan.usulan_units, name="usulan_units"),
    path("usulan/<int:pk>/kirim/", usulan.usulan_send, name="usulan_send"),
    path("usulan/<int:pk>/tarik/", usulan.usulan_withdraw, name="usulan_withdraw"),
    path("usulan/unit/<int:pk>/sptjm/", usulan.sptjm_give, name="sptjm_give"),
    path("usulan/unit/<int:pk>/sptjm/unduh/", usulan.sptjm_file, name="sptjm_file"),
    path("usulan/unit/<int:pk>/pertimbangan/", usulan.usulan_ground, name="usulan_ground"),
    path("usulan/unit/<int:pk>/afirmasi/", usulan.usulan_afirmasi, name="usulan_afirmasi"),
    path("usulan/<int:pk>/paket/", package.paket_create, name="paket_create"),
    path("usulan/paket/<int:pk>/", package.paket_detail, name="paket_detail"),
    path("usulan/paket/<int:pk>/ulang/", package.paket_restart, name="paket_restart"),
    path("usulan/paket/<int:pk>/unduh/", package.paket_download, name="paket_download"),
]

# Below this base the ministry's PortalRB calls; the paths are those of its technical guide 1.0.0.
interface_urls = [
    path("portalrb/v1/pengusulan/unit-wbk", portalrb.portalrb_wbk, name="portalrb_wbk"),
    path("portalrb/v1/pengusulan/unit-wbbm", portalrb.portalrb_wbbm, name="portalrb_wbbm"),
    path("portalrb/v1/lke/jawaban-unit/<str:unit_id>", portalrb.portalrb_jawaban, name="portalrb_jawaban"),
    path("portalrb/v1/bukti/<str:kunci>", portalrb.portalrb_bukti, name="portalrb_bukti"),
    path("portalrb/v1/<path:sisa>", portalrb.portalrb_unknown, name="portalrb_unknown"),
]

interface_pages = [
    path("portalrb/", portalrb_pages.portalrb_index, name="portalrb_index"),
    path("portalrb/token/buat/", portalrb_pages.portalrb_token_create, name="portalrb_token_create"),
    path("portalrb/token/<int:pk>/cabut/", portalrb_pages.portalrb_token_revoke, name="portalrb_token_revoke"),
    path("portalrb/periksa/", portalrb_pages.portalrb_check, name="portalrb_check"),
    path("portalrb/buku-kerja/<int:pk>/", portalrb_pages.portalrb_workbook, name="portalrb_workbook"),
    path("portalrb/buku-kerja/<int:pk>/banding/", portalrb_pages.portalrb_compare, name="portalrb_compare"),
]

urlpatterns = requirement_urls + decision_urls + proposal_urls + interface_urls + interface_pages
