"""Pages around the plan: the list, its making, from and to Excel, the steps, versions and differences."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from action_plans.models import RencanaAksi
from action_plans.services import plan, plan_import
from tests.action_plans.worlds import add_action, approve, fill, make_plan, plan_with
from tests.factories import PembangunanFactory, RencanaFactory, UnitKerjaFactory
from units.choices import Area, JenisPeran

J = JenisPeran
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def ketua(world, client_as):
    return client_as(world.peran[J.KETUA_TIM])


@pytest.fixture
def kepala(world, client_as):
    return client_as(world.peran[J.KEPALA_UNIT])


def text(response) -> str:
    return response.content.decode()


def upload(data: bytes, name: str = "rencana.xlsx") -> dict:
    return {"berkas": SimpleUploadedFile(name, data, XLSX)}


# --- the list ------------------------------------------------------------------------------------------------


def test_unit_roles_go_straight_to_their_plan(world, ketua):
    rencana = make_plan(world, approved=False)
    assert ketua.get(reverse("rencana_list"))["Location"] == reverse("rencana_detail", args=[rencana.pk])


def test_without_a_plan_the_ketua_is_offered_to_make_one_and_others_are_told_who_does(ketua, kepala, world):
    assert reverse("rencana_create", args=[world.pembangunan.pk]) in text(ketua.get(reverse("rencana_list")))
    page = text(kepala.get(reverse("rencana_list")))
    assert reverse("rencana_create", args=[world.pembangunan.pk]) not in page
    assert "Ketua Tim Pembangunan ZI menyusun rencana aksi" in page


def more_units(world, count: int) -> None:
    for _ in range(count):
        unit = UnitKerjaFactory(instansi=world.instansi)
        rencana = RencanaFactory(pembangunan=PembangunanFactory(unit=unit, periode=world.periode), versi=1)
        add_action(rencana, bulan=[1])


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_units(world, client_as, units, django_assert_num_queries):
    more_units(world, units)
    client = client_as(world.peran[J.TIM_PEMBINA])
    client.get(reverse("rencana_list"))
    with django_assert_num_queries(10):
        page = client.get(reverse("rencana_list"))
    assert page.context["jumlah"] == units + 1


def test_the_list_shows_how_complete_each_plan_is(world, client_as):
    _, (one, _) = plan_with(
        world,
        {"bulan": [1], "penanggung_jawab": world.peran[J.KETUA_TIM].user},
        {"bulan": [], "target_waktu": "", "bukti_fisik": ""},
    )
    fill(world, one, 1, status="selesai")
    (row,) = client_as(world.peran[J.KEPALA_DAERAH]).get(reverse("rencana_list")).context["table"].data.data
    assert (row.aksi, row.dengan_waktu, row.dengan_pj, row.dengan_bukti_fisik) == (2, 1, 1, 1)
    assert (row.capaian.target, row.capaian.selesai, row.capaian.terlambat) == (1, 1, 0)


@pytest.mark.parametrize("sort", ["unit", "-unit", "status", "-versi", "aksi", "-aksi", "terlambat", "-capaian"])
def test_every_column_sorts_all_units_and_not_only_the_page_shown(world, client_as, sort):
    """Some columns are sorted by the database, others are counted of every plan first: no unit is lost either way."""
    plan_with(world, {"bulan": [1]}, {"bulan": [2]})
    more_units(world, 2)
    page = client_as(world.peran[J.KEPALA_DAERAH]).get(reverse("rencana_list"), {"sort": sort})
    rows = list(page.context["table"].data.data)
    assert len({row.unit for row in rows}) == 3
    if sort.endswith("aksi"):
        assert [row.aksi for row in rows] == sorted((row.aksi for row in rows), reverse=sort[0] == "-")
    if sort.endswith("unit"):
        assert [row.unit for row in rows] == sorted((row.unit for row in rows), reverse=sort[0] == "-")


def test_the_list_filters_units_without_a_plan(world, client_as):
    more_units(world, 1)
    page = client_as(world.peran[J.TIM_PEMBINA]).get(reverse("rencana_list"), {"status": "belum_ada"})
    assert [r.unit for r in page.context["table"].data.data] == [world.unit.nama]


def test_plans_of_another_institution_do_not_leak_into_the_list(world, other_world, client_as):
    make_plan(other_world)
    page = client_as(world.peran[J.KEPALA_DAERAH]).get(reverse("rencana_list"))
    assert [r.unit for r in page.context["table"].data.data] == [world.unit.nama]
    assert other_world.unit.nama not in text(page)


# --- making a plan -------------------------------------------------------------------------------------------


def test_the_ketua_makes_a_plan_from_the_template(world, ketua):
    page = ketua.post(reverse("rencana_create", args=[world.pembangunan.pk]), {"sumber": "templat"})
    rencana = RencanaAksi.objects.get(pembangunan=world.pembangunan)
    assert page["Location"] == reverse("rencana_grid", args=[rencana.pk])
    assert rencana.aksi.count() == len(plan.rows_from_template(world.pembangunan))


def test_last_year_is_offered_only_when_there_was_one(world, ketua):
    form = ketua.get(reverse("rencana_create", args=[world.pembangunan.pk])).context["form"]
    assert [value for value, _ in form.fields["sumber"].choices] == ["templat", "kosong"]


# --- Excel ---------------------------------------------------------------------------------------------------


def test_a_template_filled_and_uploaded_becomes_a_plan_after_a_dry_run(world, ketua):
    url = reverse("rencana_import", args=[world.pembangunan.pk])
    data = ketua.get(reverse("rencana_template", args=[world.pembangunan.pk])).content
    page = ketua.post(url, upload(data))
    assert page.context["impor"].is_ready
    assert not RencanaAksi.objects.exists()
    ketua.post(url, {"setuju": "1"})
    rencana = RencanaAksi.objects.get()
    assert rencana.aksi.count() == len(plan.rows_from_template(world.pembangunan))


def test_findings_of_a_file_name_the_cell_and_nothing_is_saved(world, ketua):
    url = reverse("rencana_import", args=[world.pembangunan.pk])
    book = load_workbook(BytesIO(ketua.get(reverse("rencana_template", args=[world.pembangunan.pk])).content))
    sheet = book["Rencana Aksi"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{heads['AREA']}2"] = "Area Khayalan"
    out = BytesIO()
    book.save(out)
    page = ketua.post(url, upload(out.getvalue()))
    assert page.status_code == 422
    assert f"Rencana Aksi!{heads['AREA']}2" in text(page)
    assert "Terapkan semua" not in text(page)
    assert ketua.post(url, {"setuju": "1"}).status_code == 422
    assert not RencanaAksi.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"), [("rencana.pdf", b"%PDF-1.7"), ("rencana.xlsx", b"MZ\x90\x00"), ("rencana.xlsx", b"")]
)
def test_a_file_that_is_no_workbook_is_refused_at_its_field(world, ketua, name, data):
    page = ketua.post(reverse("rencana_import", args=[world.pembangunan.pk]), upload(data, name))
    assert (page.status_code, bool(page.context["form"].errors["berkas"])) == (422, True)


def test_an_export_comes_back_as_changes_of_its_own_rows(world, ketua):
    rencana = make_plan(world, approved=False)
    one, two = (
        add_action(rencana, bulan=[3], aksi="Satu"),
        add_action(rencana, bulan=[4], aksi="Dua", target_waktu="April"),
    )
    book = load_workbook(BytesIO(ketua.get(reverse("rencana_export", args=[rencana.pk])).content))
    sheet = book["Rencana Aksi"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{heads['LANGKAH AKSI']}2"] = "Langkah dari Excel"
    out = BytesIO()
    book.save(out)
    found = plan_import.read_file(out.getvalue(), pembangunan=world.pembangunan, rencana=rencana)
    assert ([(s.aksi, s.kolom, s.nilai) for s in found.sunting], found.baru, found.sama) == (
        [(one.pk, "langkah", "Langkah dari Excel")], (), 1,
    )  # fmt: skip
    url = reverse("rencana_import", args=[world.pembangunan.pk])
    ketua.post(url, upload(out.getvalue()))
    ketua.post(url, {"setuju": "1"})
    assert list(rencana.aksi.values_list("aksi", "langkah")) == [("Satu", "Langkah dari Excel"), ("Dua", "")]
    assert two.riwayat.count() == 0


def test_a_file_older_than_a_change_in_the_portal_is_refused_as_a_whole(world, ketua):
    from action_plans.services import plan_cells
    from units.errors import Ditolak

    rencana = make_plan(world, approved=False)
    aksi = add_action(rencana, bulan=[3], langkah="Semula")
    book = load_workbook(BytesIO(plan_import.write_file(RencanaAksi.objects.get(pk=rencana.pk))))
    sheet = book["Rencana Aksi"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{heads['LANGKAH AKSI']}2"], sheet[f"{heads['BUKTI FISIK']}2"] = "Dari Excel", "Notulen"
    out = BytesIO()
    book.save(out)
    plan_cells.save_cell(aksi=aksi, kolom="langkah", nilai="Dari portal", versi=1, by=world.peran[J.ANGGOTA_TIM])
    with pytest.raises(Ditolak, match="sudah diubah oleh"):
        plan_import.apply_file(
            out.getvalue(), pembangunan=world.pembangunan, rencana=rencana, by=world.peran[J.KETUA_TIM]
        )
    aksi.refresh_from_db()
    assert (aksi.langkah, aksi.bukti_fisik) == ("Dari portal", "Keputusan Tim")


# --- steps and texts -----------------------------------------------------------------------------------------


def test_the_page_of_submission_lists_what_is_missing(world, ketua):
    rencana = make_plan(world, approved=False)
    add_action(rencana, bulan=[], target_waktu="")
    page = text(ketua.get(reverse("rencana_submit", args=[rencana.pk])))
    assert "1 aksi belum mempunyai target waktu." in page
    assert "Area Penguatan Pengawasan belum mempunyai aksi." in page
    assert ketua.post(reverse("rencana_submit", args=[rencana.pk])).status_code == 422


def test_a_plan_goes_from_draft_to_an_approved_version_in_the_browser(world, ketua, kepala):
    rencana = make_plan(world, approved=False)
    for area in Area.pengungkit():
        add_action(rencana, bulan=[3], area=area, penanggung_jawab=world.peran[J.ANGGOTA_TIM].user)
    ketua.post(reverse("rencana_submit", args=[rencana.pk]))
    assert "Menunggu persetujuan Kepala Unit Kerja" in text(ketua.get(reverse("rencana_detail", args=[rencana.pk])))
    refused = kepala.post(reverse("rencana_send_back", args=[rencana.pk]), {"alasan": " "})
    assert (refused.status_code, "memerlukan alasan" in text(refused)) == (422, True)
    kepala.post(reverse("rencana_send_back", args=[rencana.pk]), {"alasan": "Bukti fisik kurang jelas"})
    assert "Bukti fisik kurang jelas" in text(ketua.get(reverse("rencana_detail", args=[rencana.pk])))
    ketua.post(reverse("rencana_submit", args=[rencana.pk]))
    kepala.post(reverse("rencana_approve", args=[rencana.pk]))
    rencana.refresh_from_db()
    assert (rencana.status, rencana.versi) == ("disetujui", 1)
    assert "Keputusan Tim" in text(kepala.get(reverse("rencana_version", args=[rencana.pk, 1])))


def test_a_second_click_on_a_step_is_told_and_does_nothing(world, ketua, kepala):
    rencana = make_plan(world, approved=False)
    RencanaAksi.objects.filter(pk=rencana.pk).update(status="diajukan")
    kepala.post(reverse("rencana_approve", args=[rencana.pk]))
    again = kepala.post(reverse("rencana_approve", args=[rencana.pk]))
    assert (again.status_code, "status sekarang" in text(again)) == (422, True)
    assert rencana.versi_list.count() == 1


def test_texts_save_themselves_and_say_who_was_first(world, ketua):
    rencana = make_plan(world, approved=False)
    url = reverse("rencana_text_save", args=[rencana.pk])
    first = ketua.post(url, {"kolom": "dasar", "nilai": "1. UU 25/2009", "versi": "0"})
    assert (first.status_code, first.json()["versi"]) == (200, 1)
    clash = ketua.post(url, {"kolom": "dasar", "nilai": "Lain", "versi": "0"})
    assert (clash.status_code, clash.json()["nilai"]) == (409, "1. UU 25/2009")
    assert ketua.post(url, {"kolom": "status", "nilai": "disetujui", "versi": "1"}).status_code == 400


def test_both_texts_are_saved_by_the_button_of_a_page_without_scripts(world, ketua):
    rencana = make_plan(world, approved=False)
    data = {"dasar": "1. Dasar", "maksud_tujuan": "1. Tujuan", "versi": "0", "simpan": "semua"}
    ketua.post(reverse("rencana_text_save", args=[rencana.pk]), data)
    rencana.refresh_from_db()
    assert (rencana.dasar, rencana.maksud_tujuan) == ("1. Dasar", "1. Tujuan")


# --- differences ---------------------------------------------------------------------------------------------


def test_the_difference_between_the_approved_version_and_the_draft(world, ketua):
    rencana = make_plan(world)
    kept = add_action(rencana, bulan=[3], aksi="Tetap")
    gone = add_action(rencana, bulan=[3], aksi="Dihapus kemudian")
    approve(rencana, world)
    RencanaAksi.objects.filter(pk=rencana.pk).update(status="draf")
    ketua.post(reverse("aksi_remove", args=[gone.pk]))
    ketua.post(reverse("aksi_save", args=[kept.pk]), {"kolom": "target_waktu", "nilai": "Mei", "versi": "1"})
    ketua.post(
        reverse("aksi_create", args=[rencana.pk]),
        {"bagian": "sdm:reform", "indikator": "Mutasi", "aksi": "Ditambah kemudian"},
    )
    beda = ketua.get(reverse("rencana_diff", args=[rencana.pk])).context["beda"]
    assert [r.aksi for r in beda.ditambah] == ["Ditambah kemudian"]
    assert [r.aksi for r in beda.dihapus] == ["Dihapus kemudian"]
    assert [(u.kolom, u.dari, u.ke) for u in beda.diubah[0].ubahan] == [
        ("Target waktu", "Maret", "Mei"),
        ("Bulan target", "Maret", "Mei"),
    ]


@pytest.mark.parametrize("query", [{"dari": "99"}, {"dari": "x", "ke": "-1"}, {"dari": "0", "ke": "1"}])
def test_odd_addresses_of_the_difference_are_forgiven(world, ketua, query):
    rencana = make_plan(world)
    add_action(rencana, bulan=[3])
    approve(rencana, world)
    assert ketua.get(reverse("rencana_diff", args=[rencana.pk]), query).status_code == 200


# --- list and year -------------------------------------------------------------------------------------------


@pytest.fixture
def filled(world):
    orang = world.peran[J.KETUA_TIM].user
    rencana, actions = plan_with(
        world,
        {"bulan": [1], "aksi": "Menyusun SK", "prioritas": True, "penanggung_jawab": orang},
        {"bulan": [12], "aksi": "Sosialisasi", "area": Area.TATALAKSANA, "aspek": "reform", "bukti_fisik": ""},
        {"bulan": [], "aksi": "Apel", "target_waktu": ""},
    )
    fill(world, actions[0], 1, status="selesai")
    return rencana


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Menyusun SK", "Apel", "Sosialisasi"]),
        ({"area": "tatalaksana"}, ["Sosialisasi"]),
        ({"aspek": "reform"}, ["Sosialisasi"]),
        ({"orang": "saya"}, ["Menyusun SK"]),
        ({"status": "selesai"}, ["Menyusun SK"]),
        ({"status": "belum"}, ["Apel", "Sosialisasi"]),
        ({"bulan": "12"}, ["Sosialisasi"]),
        ({"prioritas": "ya"}, ["Menyusun SK"]),
        ({"kurang": "waktu"}, ["Apel"]),
        ({"kurang": "orang"}, ["Apel", "Sosialisasi"]),
        ({"kurang": "bukti_fisik"}, ["Sosialisasi"]),
        ({"kurang": "bukti"}, ["Menyusun SK", "Apel", "Sosialisasi"]),
        ({"q": "menyusun"}, ["Menyusun SK"]),
        ({"area": "khayalan", "bulan": "x"}, ["Menyusun SK", "Apel", "Sosialisasi"]),
        ({"sort": "aksi"}, ["Apel", "Menyusun SK", "Sosialisasi"]),
        ({"sort": "-aksi"}, ["Sosialisasi", "Menyusun SK", "Apel"]),
        ({"sort": "sandi"}, ["Menyusun SK", "Apel", "Sosialisasi"]),
    ],
)
def test_the_list_of_actions_is_filtered_and_sorted_by_its_address(filled, ketua, query, found):
    page = ketua.get(reverse("aksi_list", args=[filled.pk]), query)
    assert [b.aksi for b in page.context["page"].object_list] == found


def test_month_cells_say_in_words_what_they_show(filled, ketua):
    page = text(ketua.get(reverse("rencana_year", args=[filled.pk])))
    assert '<td class="t k-selesai" title="Januari selesai"><span class="visually-hidden">selesai</span></td>' in page


def test_a_pegawai_reads_an_approved_plan_but_not_the_names_of_evidence(world, filled, client_as):
    from action_plans.services import progress
    from units import evidence

    aksi = filled.aksi.get(aksi="Menyusun SK")
    row, _ = evidence.add_link(
        "https://contoh.example/rahasia",
        pembangunan=world.pembangunan,
        by=world.peran[J.KETUA_TIM],
        judul="Bukti rahasia",
    )
    progress.attach(aksi=aksi, bulan=1, data_dukung=row, by=world.peran[J.KETUA_TIM])
    url = reverse("aksi_detail", args=[aksi.pk])
    assert "Bukti rahasia" in text(client_as(world.peran[J.KETUA_TIM]).get(url))
    assert "Bukti rahasia" not in text(client_as(world.peran[J.PEGAWAI]).get(url))


def test_the_panel_of_a_row_is_the_page_without_its_frame(filled, ketua):
    url = reverse("aksi_detail", args=[filled.aksi.first().pk])
    panel = ketua.get(url, headers={"HX-Request": "true"})
    assert ("<html" in text(panel), panel["Vary"].count("HX-Request")) == (False, 1)
    assert "<html" in text(ketua.get(url))


# --- history -------------------------------------------------------------------------------------------------


def test_a_text_typed_in_many_saves_is_one_line_of_history(world, ketua):
    rencana = make_plan(world, approved=False)
    url = reverse("rencana_text_save", args=[rencana.pk])
    for versi, nilai in enumerate(("1. U", "1. UU 25", "1. UU 25/2009")):
        ketua.post(url, {"kolom": "dasar", "nilai": nilai, "versi": str(versi)})
    (row,) = ketua.get(reverse("rencana_detail", args=[rencana.pk])).context["riwayat"]
    assert (row.kolom, row.dari, row.ke) == ("A. Dasar", "1. PermenPANRB 90/2021.", "1. UU 25/2009")
    assert rencana.riwayat.count() == 3


def test_struck_rows_are_listed_where_they_can_be_brought_back(world, ketua):
    rencana = make_plan(world, approved=False)
    aksi = add_action(rencana, bulan=[3], aksi="Aksi keliru")
    ketua.post(reverse("aksi_remove", args=[aksi.pk]), {"alasan": "Tidak relevan"})
    page = ketua.get(reverse("rencana_detail", args=[rencana.pk]))
    assert list(page.context["dihapus"]) == [aksi]
    assert [(r.tindakan, r.dari, r.alasan) for r in page.context["riwayat"]] == [
        ("Menghapus aksi", "Aksi keliru", "Tidak relevan")
    ]
    assert "Pulihkan aksi" in text(ketua.get(reverse("aksi_detail", args=[aksi.pk])))


def test_a_workbook_that_is_too_large_is_told_so(world, ketua, settings):
    settings.MAX_UPLOAD_MB = 1
    page = ketua.post(reverse("rencana_import", args=[world.pembangunan.pk]), upload(b"PK" + bytes(2 * 1024 * 1024)))
    assert (page.status_code, "terlalu besar" in text(page)) == (422, True)
