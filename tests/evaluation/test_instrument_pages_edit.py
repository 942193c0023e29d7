"""Editing a draft in the browser: texts, rubric, weights, questions, thresholds; always with what is still wrong."""

from decimal import Decimal

import pytest
from django.urls import reverse

from evaluation import instrument_edit
from evaluation.lke.instrument import build_instrumen, load_instrumen, shipped_instrumen
from evaluation.lke.threshold import load_ambang
from evaluation.models import Instrumen
from evaluation.services import instruments
from tests.evaluation.worlds import publish
from units.choices import JenisPeran

J = JenisPeran
AREA = "A.I.1"


@pytest.fixture
def draft(world) -> Instrumen:
    return instruments.begin_from_shipped("lke-2021", instansi=world.instansi, by=world.peran[J.ADMIN_INSTANSI])


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.SEKRETARIS_TPI])


def edit(client, row: Instrumen, bagian: str, data: dict, *, versi: int | None = None, **headers):
    url = f"{reverse('instrumen_edit', args=[row.pk])}?bagian={bagian}"
    row.refresh_from_db()
    return client.post(url, {"versi": row.isi_versi if versi is None else versi} | data, headers=headers)


def loaded(row: Instrumen):
    row.refresh_from_db()
    return load_instrumen(row.isi)


def form_fields(client, row: Instrumen, bagian: str) -> dict[str, str]:
    """What the browser would send back from the page as it is."""
    context = client.get(reverse("instrumen_edit", args=[row.pk]), {"bagian": bagian}).context
    data = {f"minimum-{a.predikat}-{a.kode}": a.minimum for a in context["ambang_list"]}
    for node in context["simpul_list"]:
        data |= {f"nama-{node.kode}": node.nama, f"bobot-{node.kode}": node.bobot.replace(".", ",")}
        for s in node.soal if bagian != "umum" else ():
            data |= {f"teks-{s.kode}": s.teks, f"jenis-{s.kode}": s.jenis}
            data |= {f"rubrik-{s.kode}-{letter}": text for letter, text in s.rubrik}
            if s.jenis == "persen":
                data |= {
                    f"{key}-{s.kode}": getattr(s, key) for key in ("isian", "rumus", "jika_kosong", "batas", "wajar")
                }
    return data


def test_every_part_sent_back_unchanged_is_the_same_instrument(client, draft):
    before = loaded(draft).sidik
    for part in instrument_edit.sections(instrument_edit.read_data(draft.isi)):
        answer = edit(client, draft, part.kode, form_fields(client, draft, part.kode))
        assert answer.status_code == 302, part
    draft.refresh_from_db()
    assert (loaded(draft).sidik, draft.isi_versi) == (before, 1)


def test_the_data_survives_being_written_and_read():
    data = instrument_edit.read_data(instruments.shipped_texts("lke-2021")[0])
    again = instrument_edit.read_data(instrument_edit.dump(data))
    assert build_instrumen(again).sidik == shipped_instrumen("lke-2021").sidik


def test_texts_and_rubric_change_and_the_history_says_from_what_to_what(client, draft):
    edit(client, draft, AREA, {"teks-A.I.1.i.b": "Anggota dipilih terbuka", "rubrik-A.I.1.i.b-a": "Seleksi terbuka"})
    item = loaded(draft).pertanyaan["A.I.1.i.b"]
    assert (item.teks, item.rubrik["a"], item.rubrik["c"]) == (
        "Anggota dipilih terbuka",
        "Seleksi terbuka",
        "Tanpa seleksi",
    )
    row = draft.riwayat.get(tindakan="Menyunting instrumen")
    assert "Anggota tim dipilih melalui prosedur yang jelas" in row.dari
    assert "Anggota dipilih terbuka" in row.ke


def test_a_weight_that_does_not_add_up_is_kept_and_stands_against_publishing(world, client, draft):
    answer = edit(client, draft, AREA, {"bobot-A.I.1.i": "0,75"})
    assert answer.status_code == 302
    html = client.get(reverse("instrumen_detail", args=[draft.pk])).content.decode()
    assert "A.I.1: jumlah bobot indikator 4.25 tidak sama dengan 4." in html
    assert reverse("instrumen_publish", args=[draft.pk]) not in html
    assert "jumlah bobot" in client.get(reverse("instrumen_edit", args=[draft.pk])).content.decode()
    edit(client, draft, AREA, {"bobot-A.I.1.i": "0,5"})
    assert instruments.problems(draft.isi, draft.ambang) != []  # the row in hand is the old one
    draft.refresh_from_db()
    assert instruments.problems(draft.isi, draft.ambang) == []


def test_the_list_of_problems_is_live_and_saves_nothing(client, draft):
    answer = edit(client, draft, AREA, {"bobot-A.I.1.i": "9"}, **{"hx-request": "true"})
    assert "jumlah bobot indikator 12.5" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.isi_versi == 1


def test_a_question_is_added_with_the_next_letter_and_taken_away(client, draft):
    edit(client, draft, AREA, {"baru-A.I.1.i": "Tim bertemu tiap bulan", "jenisbaru-A.I.1.i": "ya_tidak"})
    assert loaded(draft).pertanyaan["A.I.1.i.c"].teks == "Tim bertemu tiap bulan"
    edit(client, draft, AREA, {"hapus-A.I.1.i.b": "ya"})
    assert [q.kode for q in loaded(draft).simpul["A.I.1.i"].pertanyaan] == ["A.I.1.i.a", "A.I.1.i.c"]


def test_an_answer_type_changes_with_its_rubric(client, draft):
    edit(client, draft, AREA, {"teks-A.I.1.i.b": "Prosedur jelas", "jenis-A.I.1.i.b": "ya_tidak"})
    item = loaded(draft).pertanyaan["A.I.1.i.b"]
    assert (item.jenis, dict(item.rubrik)) == ("ya_tidak", {})


def test_a_hostile_formula_is_a_problem_and_nothing_runs(client, draft):
    kode = "A.II.1.i.a"
    data = {f"teks-{kode}": "x", f"jenis-{kode}": "persen", f"rumus-{kode}": "__import__('os').system('true')"}
    edit(client, draft, "A.II.1", data)
    draft.refresh_from_db()
    assert any(
        kode in sentence and "tidak dikenal dalam rumus" in sentence
        for sentence in instruments.problems(draft.isi, draft.ambang)
    )


def test_minima_of_the_thresholds_change(client, draft):
    edit(client, draft, "ambang", {"minimum-WBK-total": "76,5"})
    draft.refresh_from_db()
    assert load_ambang(draft.ambang).rules("WBK")[0].minimum == Decimal("76.50")
    edit(client, draft, "ambang", {"minimum-WBK-total": "101"})
    draft.refresh_from_db()
    assert any("melebihi bobot" in sentence for sentence in instruments.problems(draft.isi, draft.ambang))


def test_assumed_types_are_confirmed_one_by_one(world, client):
    row = instruments.begin_from_shipped("lke-2014", instansi=world.instansi, by=world.peran[J.KETUA_TPI])
    kode = loaded(row).dugaan[0]
    item = loaded(row).pertanyaan[kode]
    bagian = ".".join(kode.split(".")[:2])
    edit(client, row, bagian, {f"teks-{kode}": item.teks, f"jenis-{kode}": item.jenis})
    assert kode not in loaded(row).dugaan


def test_two_who_edit_at_once_lose_nothing_unseen(world, client, client_as, draft):
    other = client_as(world.peran[J.KETUA_TPI])
    edit(other, draft, "A.I.2", {"nama-A.I.2": "Tatalaksana digital"})
    answer = edit(client, draft, AREA, {"nama-A.I.1": "Perubahan"}, versi=1)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert str(world.peran[J.KETUA_TPI].user) in html
    assert 'value="Perubahan"' in html
    edit(client, draft, AREA, {"nama-A.I.1": "Perubahan"}, versi=2)
    nodes = loaded(draft).simpul
    assert (nodes["A.I.1"].nama, nodes["A.I.2"].nama) == ("Perubahan", "Tatalaksana digital")


def test_what_is_published_is_not_edited(world, client):
    row = publish(world)
    assert edit(client, row, AREA, {"nama-A.I.1": "x"}).status_code == 403
    assert loaded(row).simpul["A.I.1"].nama == "Manajemen Perubahan"


def test_an_edited_version_is_another_content(world, client):
    first = publish(world)
    copy = instruments.copy_instrumen(first, by=world.peran[J.KETUA_TPI])
    edit(client, copy, AREA, {"teks-A.I.1.i.a": "Tim sudah dibentuk"})
    client.post(reverse("instrumen_publish", args=[copy.pk]), {"nomor": "700/99", "tanggal": "2026-02-02"})
    copy.refresh_from_db()
    assert (copy.status, copy.sidik != first.sidik) == ("terbit", True)
    assert loaded(first).pertanyaan["A.I.1.i.a"].teks != loaded(copy).pertanyaan["A.I.1.i.a"].teks
