"""What every printed file holds to, whatever the data: geometry, fonts, nothing fetched, equal bytes."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from weasyprint.formatting_structure import boxes

from reports import pdf
from reports.data import DataRencana, build_rencana, from_json, load_rencana, read_laporan, to_json
from reports.layouts import digest_of, html_of
from tests.factories import AksiFactory
from tests.reports.conftest import add_progress, approve_plan, make_plan, make_report, squeeze, text_of
from units.choices import Area

LONG_NOTE = "Kegiatan dilaksanakan bertahap dengan melibatkan seluruh pegawai. " * 48  # over 3,000 characters
VENDORED = {
    "TeX-Gyre-Bonum",
    "TeX-Gyre-Bonum-Bold",
    "TeX-Gyre-Bonum-Italic",
    "TeX-Gyre-Bonum-Bold-Italic",
    "Liberation-Sans",
}


def draw(data) -> bytes:
    return pdf.render(data, sidik=digest_of(data)).isi


def words(content: bytes) -> Iterator[tuple[float, float, tuple[float, float, float, float], str]]:
    """(page width, page height, box, word) of each word."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    width = height = 0.0
    for line in done.stdout.decode().splitlines():
        if page := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            width, height = float(page[1]), float(page[2])
        elif word := re.search(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', line):
            yield width, height, tuple(float(n) for n in word.groups()[:4]), word[5]


def assert_inside(content: bytes) -> None:
    """No word reaches into the outer centimetre of a page."""
    edge = 28.0
    outside = [
        (text, box)
        for width, height, box, text in words(content)
        if box[0] < edge or box[1] < edge or box[2] > width - edge or box[3] > height - edge
    ]
    assert outside == []


@pytest.fixture
def plan_of(world):
    def build(count: int, tata_letak: str, **fields) -> DataRencana:
        plan = make_plan(world)
        areas = Area.values
        for n in range(count):
            AksiFactory(
                rencana=plan,
                urutan=n,
                **{
                    "area": areas[n * len(areas) // count],
                    "indikator": f"Indikator {n // 4}",
                    "langkah": "Menyusun naskah\nMembahas naskah",
                    **fields,
                },
            )
        return build_rencana(load_rencana(plan), tata_letak=tata_letak, draf=True)

    return build


@pytest.mark.parametrize("tata_letak", ["s0", "s4"])
def test_a_row_taller_than_a_page_is_split_and_loses_no_word(plan_of, tata_letak):
    field = "aksi" if tata_letak == "s0" else "langkah"
    content = draw(plan_of(3, tata_letak, **{field: LONG_NOTE}))
    assert_inside(content)
    # the marked word of each copy: 3 rows x 48 sentences
    assert squeeze(text_of(content)).count("bertahap") == 3 * 48


def test_a_word_without_spaces_is_broken_not_cut(plan_of):
    content = draw(plan_of(2, "s4", aksi="A" * 300, indikator="B" * 120))
    assert_inside(content)
    assert text_of(content).count("A") >= 600


def test_missing_optional_parts_leave_no_hole_and_no_error(world):
    make_plan(world, dasar="", maksud_tujuan="")
    world.unit.alamat = world.unit.telepon = world.instansi.kop_baris = ""
    head = world.peran["kepala_unit"].user
    head.golongan, head.nip = "", None
    head.email = "kepala@contoh.test"
    head.save()
    text = text_of(draw(build_rencana(load_rencana(world.pembangunan.rencana), draf=True)))
    assert "None" not in text
    assert "NIP" not in text.rsplit(head.nama, 1)[1]


def test_signature_is_never_alone_on_a_page(world):
    """For every length of the last table, at least two lines of text stand above the signature."""
    plan = make_plan(world)
    head = world.peran["kepala_unit"].user
    for n in range(26):
        AksiFactory(
            rencana=plan, urutan=n, area=Area.HASIL_PELAYANAN, indikator=f"Indikator {n}", aksi="Satu baris saja"
        )
        if n in (0, 1, 2) or n > 17:
            last = text_of(draw(build_rencana(load_rencana(plan), tata_letak="s0", draf=True))).split("\f")[-2]
            above = last.partition("Kotabaru")[0].strip().splitlines()
            assert head.nama in last
            assert len(above) >= 2, f"{n + 1} rows"


def test_headings_do_not_stand_at_the_foot_of_a_page(profile_world):
    for profil in ("kalbar-2017", "ketapang-2022"):
        _, plan = profile_world(profil)
        data = build_rencana(load_rencana(plan), draf=True)
        titles = {b.judul for b in data.bagian if b.isi in ("tabel", "judul")}
        for page in text_of(draw(data)).split("\f")[:-1]:
            body = [line for line in page.splitlines() if line.strip() and "Halaman" not in line and "·" not in line]
            assert not any(body[-1].strip().endswith(title) for title in titles)


def empty_boxes(document) -> list[float]:
    """How far the frame of a table reaches below its last row, where it does."""
    tables = [box for page in document.pages for box in page._page_box.descendants() if isinstance(box, boxes.TableBox)]
    below = [
        table.content_box_y()
        + table.height
        - max(row.position_y + row.height for row in table.descendants() if isinstance(row, boxes.TableRowBox))
        for table in tables
    ]
    assert below
    return [round(height) for height in below if height > 1]


@pytest.mark.parametrize("first", range(4))
def test_a_heading_row_that_moves_to_the_next_page_leaves_no_empty_box_behind(profile_world, first):
    world, plan = profile_world("tangerang-2018")
    plan.aksi.filter(urutan__lt=first).delete()
    add_progress(plan)
    approve_plan(plan, world)
    for data in (build_rencana(load_rencana(plan), draf=True), read_laporan(make_report(world))):
        assert empty_boxes(pdf.layout(html_of(data), draf=True, logo=None)) == []


def last_rows(document) -> list[tuple[str, float]]:
    """Of each page with a table: the class of its last row, and how far that row reaches below the page's own edge."""
    found = []
    for page in document.pages:
        sheet = page._page_box
        rows = [box for box in sheet.descendants() if isinstance(box, boxes.TableRowBox)]
        if rows:
            row = max(rows, key=lambda box: box.position_y)
            over = row.position_y + row.height - sheet.content_box_y() - sheet.height
            found.append((row.element.get("class") or "", max(round(over), 0)))
    return found


@pytest.mark.parametrize("lines", [1, 7, 17])
def test_a_heading_row_is_never_the_last_of_its_page(profile_world, lines):
    """The first rows of a table that begins in the middle of a page, where that page ends between the two."""
    world, plan = profile_world("ketapang-2022")
    add_progress(plan)
    approve_plan(plan, world)
    report = make_report(world, text="\n".join(["Kalimat pengisi halaman laporan ini."] * lines))
    rows = last_rows(pdf.layout(html_of(read_laporan(report)), draf=True, logo=None))
    assert len(rows) > 3
    assert [row for row in rows if row[0] in ("indikator", "grup") or row[1]] == []


def test_equal_data_give_equal_bytes(profile_world):
    _, plan = profile_world("kalbar-2017")
    data = build_rencana(load_rencana(plan), draf=True)
    again = from_json(DataRencana, to_json(data))
    assert again == data
    assert draw(again) == draw(data)


def test_a_changed_word_changes_digest_and_file(profile_world):
    _, plan = profile_world("kalbar-2017")
    before = build_rencana(load_rencana(plan), draf=True)
    plan.aksi.filter(pk=plan.aksi.first().pk).update(aksi="Lain")
    after = build_rencana(load_rencana(plan), draf=True)
    assert digest_of(after) != digest_of(before)


HOSTILE = '<img src="file:///etc/passwd"><script>alert(1)</script><style>*{display:none}</style>&amp;'


def test_hostile_text_is_printed_as_text(world):
    plan = make_plan(world, dasar=HOSTILE)
    AksiFactory(rencana=plan, aksi=HOSTILE, indikator=HOSTILE[:290])
    data = build_rencana(load_rencana(plan), draf=True)
    assert "<script>" not in html_of(data)
    text = text_of(draw(data)).replace("\n", "")
    assert text.count("alert(1)") >= 3
    assert "root:" not in text


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "http://127.0.0.1:8108/", "https://contoh.test/logo.png", "ftp://contoh.test/a",
    "data:image/png;base64,AAAA", "aset:rahasia", "/etc/passwd",
])  # fmt: skip
def test_the_fetcher_refuses_everything_it_was_not_given(url):
    with pytest.raises(pdf.UnknownAssetError):
        pdf.ClosedFetcher({"logo": (b"x", "image/png")}).fetch(url)


def test_the_fetcher_serves_what_it_was_given():
    answer = pdf.ClosedFetcher({"logo": (b"isi", "image/png")}).fetch("aset:logo")
    assert (answer.read(), answer.content_type) == (b"isi", "image/png")


def test_a_style_sheet_that_asks_for_a_file_gets_nothing(tmp_path):
    """Even markup of our own cannot reach a file: the picture is left out, the page is drawn."""
    secret = tmp_path / "rahasia.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">RAHASIA</text></svg>'
    )
    content = pdf.layout(
        f'<html lang="id"><body><p>Isi</p><img src="file://{secret}"></body></html>', draf=False, logo=None
    ).write_pdf()
    assert "RAHASIA" not in text_of(content)
    assert "Isi" in text_of(content)


def test_steps_are_told_for_every_page(plan_of):
    told: list[str] = []
    data = plan_of(60, "s0")
    result = pdf.render(data, sidik="x", step=told.append)
    assert f"Menata halaman {result.halaman}" in told
    assert told[-1] == "Menulis berkas" or "Menata halaman" in told[-1]
