"""The grid over HTTP: autosave with its four answers, blocks, rows as a whole, and the same without scripts."""

import json
import re

import pytest
from django.urls import reverse

from tests.action_plans.worlds import add_action, fill, make_plan, plan_with
from units.choices import Area, JenisPeran

J = JenisPeran
SCRIPT = {"headers": {"X-Requested-With": "fetch"}}


@pytest.fixture
def rencana(world):
    return make_plan(world, approved=False)


@pytest.fixture
def ketua(world, client_as):
    return client_as(world.peran[J.KETUA_TIM])


@pytest.fixture
def anggota(world, client_as):
    return client_as(world.peran[J.ANGGOTA_TIM])


def save(client, aksi, kolom, nilai, versi):
    data = {"kolom": kolom, "nilai": nilai, "versi": versi}
    return client.post(reverse("aksi_save", args=[aksi.pk]), data, **SCRIPT)


# --- one cell ------------------------------------------------------------------------------------------------


def test_a_saved_cell_answers_with_the_new_version_and_the_row(rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    answer = save(ketua, aksi, "target_waktu", "April, Juli", 1)
    body = answer.json()
    assert (answer.status_code, body["versi"], body["digabung"]) == (200, 2, [])
    assert (body["baris"]["target_waktu"], body["baris"]["bulan"]) == ("April, Juli", [4, 7])


def test_two_browsers_change_the_same_cell(world, rencana, ketua, anggota):
    """The second browser is told what the first one saved, by whom and when; nothing is overwritten."""
    aksi = add_action(rencana, bulan=[3], langkah="Semula")
    assert save(anggota, aksi, "langkah", "Dari anggota", 1).status_code == 200
    clash = save(ketua, aksi, "langkah", "Dari ketua", 1)
    body = clash.json()
    assert clash.status_code == 409
    assert (body["nilai"], body["oleh"], body["versi"]) == ("Dari anggota", world.peran[J.ANGGOTA_TIM].user.nama, 2)
    assert re.fullmatch(r"\d+ \w+ \d{4} \d\d\.\d\d", body["pada"])
    aksi.refresh_from_db()
    assert aksi.langkah == "Dari anggota"
    assert save(ketua, aksi, "langkah", "Dari ketua", body["versi"]).status_code == 200


def test_two_browsers_change_different_cells(world, rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3])
    save(anggota, aksi, "langkah", "Dari anggota", 1)
    body = save(ketua, aksi, "bukti_fisik", "Dari ketua", 1).json()
    assert (body["versi"], body["baris"]["langkah"]) == (3, "Dari anggota")
    assert [(d["kolom"], d["oleh"]) for d in body["digabung"]] == [("langkah", world.peran[J.ANGGOTA_TIM].user.nama)]


@pytest.mark.parametrize(
    ("kolom", "nilai", "versi", "sentence"),
    [
        ("penanggung_jawab", "Orang Luar", 1, "bukan pegawai unit ini"),
        ("sandi", "x", 1, "Kolom ini tidak dikenal"),
        ("langkah", "x", "satu", "Versi baris tidak terbaca"),
    ],
)
def test_a_refused_cell_is_400_with_a_sentence(rencana, ketua, kolom, nilai, versi, sentence):
    answer = save(ketua, add_action(rencana, bulan=[3]), kolom, nilai, versi)
    assert answer.status_code == 400
    assert sentence in answer.json()["galat"]


def test_without_a_session_the_script_is_asked_to_sign_in(client, rencana):
    answer = save(client, add_action(rencana, bulan=[3]), "langkah", "x", 1)
    assert (answer.status_code, answer["X-Sesi-Habis"]) == (401, "1")


def test_a_member_is_refused_outside_their_areas_with_the_reason(rencana, anggota):
    answer = save(anggota, add_action(rencana, bulan=[3], area=Area.SDM), "langkah", "x", 1)
    assert answer.status_code == 403
    assert "anggota tim pada area yang diberikan" in answer.content.decode()


def test_html_in_a_cell_stays_text(rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    save(ketua, aksi, "langkah", "<script>alert(1)</script>", 1)
    page = ketua.get(reverse("rencana_grid", args=[rencana.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


# --- a block -------------------------------------------------------------------------------------------------


def test_a_pasted_block_is_answered_cell_by_cell(rencana, ketua, anggota):
    one, two = add_action(rencana, bulan=[3]), add_action(rencana, bulan=[3])
    save(anggota, two, "langkah", "Dari anggota", 1)
    sel = [[one.pk, "langkah", "A", 1], [one.pk, "prioritas", "entah", 1], [two.pk, "langkah", "B", 1]]
    body = ketua.post(reverse("aksi_save_many", args=[rencana.pk]), {"sel": json.dumps(sel)}, **SCRIPT).json()
    assert [h["status"] for h in body["hasil"]] == ["tersimpan", "galat", "konflik"]
    assert body["hasil"][2]["nilai"] == "Dari anggota"
    assert {b["pk"]: b["versi"] for b in body["baris"]} == {one.pk: 2, two.pk: 2}


@pytest.mark.parametrize("sel", ["", "{", "[1]", '[["a","langkah","x",1]]', '[[1,"langkah"]]', "7"])
def test_a_block_that_cannot_be_read_is_refused(rencana, ketua, sel):
    answer = ketua.post(reverse("aksi_save_many", args=[rencana.pk]), {"sel": sel}, **SCRIPT)
    assert (answer.status_code, "tidak terbaca" in answer.json()["galat"]) == (400, True)


def test_ticked_rows_get_one_value_without_scripts(rencana, ketua):
    rows = [add_action(rencana, bulan=[3]) for _ in range(3)]
    ticked = [f"{a.pk}:1" for a in rows[:2]]
    data = {"aksi": ticked, "kolom": "target_waktu", "nilai_target_waktu": "Juni, Desember"}
    page = ketua.post(reverse("aksi_bulk", args=[rencana.pk]), data, follow=True)
    assert "Target waktu pada 2 aksi disimpan." in page.content.decode()
    assert [list(a.bulan) for a in rencana.aksi.all()] == [[6, 12], [6, 12], [3]]


def test_ticking_rows_that_someone_changed_meanwhile_does_not_overwrite(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3])
    save(anggota, aksi, "target_waktu", "Mei", 1)
    data = {"aksi": [f"{aksi.pk}:1"], "kolom": "target_waktu", "nilai_target_waktu": "Juni"}
    page = ketua.post(reverse("aksi_bulk", args=[rencana.pk]), data, follow=True).content.decode()
    assert "Sudah diubah oleh" in page
    aksi.refresh_from_db()
    assert aksi.target_waktu == "Mei"


def test_an_empty_bulk_value_clears_nothing(world, rencana, ketua):
    aksi = add_action(rencana, bulan=[3], penanggung_jawab=world.peran[J.KETUA_TIM].user)
    data = {"aksi": [f"{aksi.pk}:1"], "kolom": "penanggung_jawab", "nilai_penanggung_jawab": ""}
    page = ketua.post(reverse("aksi_bulk", args=[rencana.pk]), data, follow=True).content.decode()
    assert "Isi dahulu nilai" in page
    aksi.refresh_from_db()
    assert aksi.penanggung_jawab == world.peran[J.KETUA_TIM].user


# --- rows ----------------------------------------------------------------------------------------------------


def test_a_script_gets_the_section_drawn_anew(rencana, ketua):
    aksi = add_action(rencana, bulan=[3], aksi="Aksi pertama")
    body = ketua.post(reverse("aksi_create", args=[rencana.pk]), {"setelah": aksi.pk}, **SCRIPT).json()
    assert body["grup"] == "manajemen_perubahan-pemenuhan"
    assert f'id="aksi-{body["aksi"]}"' in body["html"]
    assert "Aksi pertama" in body["html"]


def test_striking_the_last_row_leaves_an_empty_section(rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    body = ketua.post(reverse("aksi_remove", args=[aksi.pk]), **SCRIPT).json()
    assert "Belum ada aksi pada bagian ini." in body["html"]
    assert ketua.post(reverse("aksi_restore", args=[aksi.pk]), **SCRIPT).json()["aksi"] == aksi.pk


def test_without_scripts_the_same_acts_lead_back_to_the_row(rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    add_action(rencana, bulan=[3])
    moved = ketua.post(reverse("aksi_move", args=[aksi.pk]), {"arah": "turun"})
    assert moved["Location"] == f"{reverse('rencana_grid', args=[rencana.pk])}#aksi-{aksi.pk}"


def test_a_row_with_progress_asks_for_the_reason_on_its_page(world, ketua):
    from action_plans.models import RencanaAksi

    rencana, (aksi,) = plan_with(world, {"bulan": [1]})
    fill(world, aksi, 1, status="selesai")
    RencanaAksi.objects.filter(pk=rencana.pk).update(status="draf")
    page = ketua.post(reverse("aksi_remove", args=[aksi.pk]), {"alasan": ""})
    assert (page.status_code, "Isi alasan penghapusannya" in page.content.decode()) == (422, True)
    ketua.post(reverse("aksi_remove", args=[aksi.pk]), {"alasan": "Digabung"})
    aksi.refresh_from_db()
    assert aksi.dihapus_at is not None


# --- the form of a row ---------------------------------------------------------------------------------------


def form_data(aksi, **changes) -> dict:
    data = {
        "bagian": f"{aksi.area}:{aksi.aspek}", "indikator": aksi.indikator, "aksi": aksi.aksi, "langkah": aksi.langkah,
        "bukti_fisik": aksi.bukti_fisik, "penanggung_jawab": aksi.penanggung_jawab_id or "", "target_waktu": aksi.target_waktu,
        "bulan": [str(b) for b in aksi.bulan], "versi": str(aksi.versi),
    }  # fmt: skip
    return data | changes


def test_the_form_saves_only_what_was_changed(world, rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    orang = world.peran[J.ANGGOTA_TIM].user
    data = form_data(aksi, langkah="1. Rapat", penanggung_jawab=orang.pk, prioritas="on", bagian="sdm:reform")
    ketua.post(reverse("aksi_edit", args=[aksi.pk]), data)
    aksi.refresh_from_db()
    assert (aksi.langkah, aksi.penanggung_jawab, aksi.prioritas, aksi.area, aksi.aspek) == (
        "1. Rapat",
        orang,
        True,
        "sdm",
        "reform",
    )
    assert sorted(aksi.riwayat.values_list("kolom", flat=True)) == [
        "Area",
        "Langkah aksi",
        "Penanggung jawab",
        "Target prioritas",
    ]


def test_the_form_shows_both_values_of_a_conflict_and_saves_mine_when_sent_again(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3], langkah="Semula")
    data = form_data(aksi, langkah="Dari formulir")
    save(anggota, aksi, "langkah", "Dari tabel", 1)
    page = ketua.post(reverse("aksi_edit", args=[aksi.pk]), data)
    text = page.content.decode()
    assert (page.status_code, "Dari formulir" in text, "Dari tabel" in text) == (409, True, True)
    data["versi"] = page.context["form"].data["versi"]
    assert ketua.post(reverse("aksi_edit", args=[aksi.pk]), data).status_code == 302
    aksi.refresh_from_db()
    assert aksi.langkah == "Dari formulir"


def test_a_member_cannot_move_a_row_into_an_area_that_is_not_theirs(rencana, anggota):
    aksi = add_action(rencana, bulan=[3])
    page = anggota.post(reverse("aksi_edit", args=[aksi.pk]), form_data(aksi, bagian="sdm:reform"))
    assert page.status_code == 422
    aksi.refresh_from_db()
    assert aksi.area == Area.MANAJEMEN_PERUBAHAN


# --- the page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "count"), [("rencana_grid", 10), ("rencana_year", 9), ("aksi_list", 9)])
def test_pages_of_rows_cost_the_same_queries(world, client_as, rows, name, count, django_assert_num_queries):
    """Session, person, roles, years; the plan, its rows, their progress, its last step; notices; in the grid the staff too."""
    rencana, _ = plan_with(world, *({"bulan": [1, 2]} for _ in range(rows)))
    from action_plans.models import RencanaAksi

    RencanaAksi.objects.filter(pk=rencana.pk).update(status="draf")
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse(name, args=[rencana.pk])
    client.get(url)
    with django_assert_num_queries(count):
        client.get(url)


def test_a_member_sees_all_rows_and_may_tick_only_their_own(rencana, anggota):
    own = add_action(rencana, bulan=[3])
    other = add_action(rencana, bulan=[3], area=Area.SDM)
    page = anggota.get(reverse("rencana_grid", args=[rencana.pk])).content.decode()
    assert (f'value="{own.pk}:1"' in page, f'value="{other.pk}:1"' in page, f"aksi-{other.pk}" in page) == (
        True,
        False,
        True,
    )


def test_numbers_of_rows_are_printed_without_thousands_separator(rencana, ketua):
    aksi = add_action(rencana, bulan=[3], pk=1234567)
    page = ketua.get(reverse("rencana_grid", args=[rencana.pk])).content.decode()
    assert f'id="aksi-{aksi.pk}"' in page
    assert "1.234.567" not in page
