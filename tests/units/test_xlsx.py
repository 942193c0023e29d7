"""Workbooks from outside: what is refused and with which words; tables in and out."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from units import xlsx_guard
from units.findings import Berat, Temuan, galat, has_galat, peringatan
from units.xlsx import BerkasDitolak, Kolom, cell_text, open_workbook_safely, read_table, write_table

KOLOM = (
    Kolom("nip", "NIP", wajib=True),
    Kolom("nama", "NAMA LENGKAP", wajib=True, sebutan=("NAMA",)),
    Kolom("jenis", "JENIS", pilihan=("Umum", "Kesehatan")),
)
SHEET = "xl/worksheets/sheet1.xml"


def workbook_bytes(rows=(("NIP", "NAMA LENGKAP", "JENIS"), ("1", "Sari", "Umum"))):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(change, data=None):
    """The workbook with its parts changed: `change` gets and edits a dict of name -> bytes."""
    with zipfile.ZipFile(BytesIO(data or workbook_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replace_in(name, old, new):
    def change(parts):
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


def with_part(name, content=b"x"):
    return lambda parts: parts.update({name: content})


def refused(data, **limits):
    with pytest.raises(BerkasDitolak) as caught:
        open_workbook_safely(data, **limits)
    return str(caught.value)


# --- the guard: one damage each ----------------------------------------------------------------------------


def test_a_plain_workbook_is_opened():
    assert open_workbook_safely(workbook_bytes()).active["B2"].value == "Sari"


def test_zero_bytes():
    assert refused(b"") == "Berkas kosong (0 byte)."


def test_over_ten_megabytes():
    data = b"PK\x03\x04" + bytes(10 * 1024 * 1024)
    assert refused(data) == "Ukuran berkas 10,0 MB; paling besar 10,0 MB."


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"MZ\x90\x00 an exe named .xlsx", b"<html>", b"NIP;NAMA\n1;Sari\n", b"P"]
)
def test_what_is_no_workbook_is_known_by_its_content(data):
    assert refused(data) == "Berkas ini bukan buku kerja Excel (.xlsx), apa pun nama berkasnya."


def test_a_zip_without_a_workbook():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("surat.txt", "halo")
    assert "bukan buku kerja Excel" in refused(stream.getvalue())


def test_a_word_document():
    change = replace_in("[Content_Types].xml", b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
    assert "bukan buku kerja Excel" in refused(repacked(change))


def test_old_xls():
    assert "Excel lama (.xls)" in refused(xlsx_guard.OLE2 + bytes(600) + "Workbook".encode("utf-16-le"))


def test_encrypted_workbook():
    data = xlsx_guard.OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "kata sandi" in refused(data)


def test_encrypted_zip_entries():
    data = bytearray(workbook_bytes())
    position = data.find(b"PK\x01\x02")
    data[position + 8] |= 0x1  # the flag in the central directory
    assert "kata sandi" in refused(bytes(data))


def test_macro_part():
    assert "makro" in refused(repacked(with_part("xl/vbaProject.bin")))


def test_macro_type_without_the_part():
    change = replace_in(
        "[Content_Types].xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert "makro" in refused(repacked(change))


def test_excel_four_macro_sheet():
    assert "makro" in refused(repacked(with_part("xl/macrosheets/sheet1.xml", b"<x/>")))


def test_binary_workbook():
    assert ".xlsb" in refused(repacked(with_part("xl/workbook.bin")))


def test_external_link():
    """An import of units or people comes in a form of ours, which has no formula; a link there is a mistake."""
    assert "berkas lain" in refused(repacked(with_part("xl/externalLinks/externalLink1.xml", b"<x/>")))


def test_external_link_where_it_is_let_in():
    data = repacked(with_part("xl/externalLinks/externalLink1.xml", b"<x/>"))
    assert open_workbook_safely(data, links=True).active["B2"].value == "Sari"


@pytest.mark.parametrize("part", [b"<ddeLink/>", b"<x><oleLink/></x>"])
def test_link_to_a_program(part):
    data = repacked(with_part("xl/externalLinks/externalLink1.xml", part))
    assert "program lain" in refused(data, links=True)


def test_data_connection():
    assert "sumber data luar" in refused(repacked(with_part("xl/connections.xml", b"<x/>")))


def test_zip_bomb_by_its_directory():
    data = repacked(with_part("xl/media/image1.png", bytes(101 * 1024 * 1024)))
    assert len(data) < 1024 * 1024
    assert refused(data) == "Isi berkas setelah dibuka melebihi 100,0 MB; berkas tidak dibuka."


def test_zip_bomb_that_hides_its_size(monkeypatch):
    """The directory is a claim: what really comes out is counted too."""
    data = repacked(with_part("xl/media/image1.png", bytes(3 * 1024 * 1024)))
    monkeypatch.setattr(xlsx_guard, "_check_directory", lambda archive, limit: None)
    assert "melebihi 1,0 MB" in refused(data, max_unpacked=1024 * 1024)


def test_a_size_in_the_directory_that_lies():
    data = bytearray(repacked(with_part("xl/media/image1.png", bytes(1024 * 1024))))
    position = data.find(b"PK\x01\x02", data.rfind(b"xl/media/image1.png") - 60)
    data[position + 24 : position + 28] = (10).to_bytes(4, "little")
    assert "rusak" in refused(bytes(data))


def test_too_many_parts():
    def change(parts):
        parts.update({f"xl/media/{number}.png": b"x" for number in range(2_001)})

    assert "bagian; paling banyak 2000" in refused(repacked(change))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x.xml", "C:/x.xml"])
def test_a_path_that_leaves_the_archive(name):
    assert "tidak wajar" in refused(repacked(with_part(name)))


def test_two_parts_of_one_name():
    assert "tidak wajar" in refused(repacked(with_part("XL/WORKBOOK.XML", b"<x/>")))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_that_excel_never_uses(method):
    stream = BytesIO(workbook_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x", compress_type=method)
    assert "pemampatan" in refused(stream.getvalue())


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [DOCTYPE, EXTERNAL])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_document_types_and_entities(part, doctype):
    def change(parts):
        body = parts[part].partition(b"?>")[2] if parts[part].startswith(b"<?xml") else parts[part]
        parts[part] = doctype + body

    assert "deklarasi XML" in refused(repacked(change))


def test_an_entity_hidden_by_the_name_or_the_encoding_of_the_part():
    assert "deklarasi XML" in refused(repacked(with_part("xl/media/image1.png", DOCTYPE + b"<x>&b;</x>")))
    sheet = "<?xml version='1.0' encoding='utf-16'?>" + DOCTYPE.decode() + "<x/>"
    assert "deklarasi XML" in refused(repacked(with_part(SHEET, sheet.encode("utf-16"))))


@pytest.mark.parametrize("spaces", [20, 70_000])
def test_an_entity_behind_a_field_of_spaces(spaces):
    assert "deklarasi XML" in refused(repacked(with_part(SHEET, b" " * spaces + DOCTYPE + b"<x/>")))


@pytest.mark.parametrize("tag", [b"mergeCell", b"hyperlink"])
def test_one_range_over_seventeen_billion_cells(tag):
    list_tag = {b"mergeCell": b"mergeCells", b"hyperlink": b"hyperlinks"}[tag]
    extra = b"</sheetData><%b><%b ref='A1:XFD1048576'/></%b>" % (list_tag, tag, list_tag)
    assert "terlalu banyak sel" in refused(repacked(replace_in(SHEET, b"</sheetData>", extra)))


def test_merged_whole_columns():
    extra = b"</sheetData><mergeCells><mergeCell ref='A:XFD'/></mergeCells>"
    assert "terlalu banyak sel" in refused(repacked(replace_in(SHEET, b"</sheetData>", extra)))


def test_a_range_that_is_none():
    extra = b"</sheetData><mergeCells><mergeCell ref='??'/></mergeCells>"
    assert "alamat sel" in refused(repacked(replace_in(SHEET, b"</sheetData>", extra)))


def test_more_cells_than_any_form_has():
    cells = b"<row>" + b"<c><v>1</v></c>" * 200_001 + b"</row></sheetData>"
    assert "batas 200.000" in refused(repacked(replace_in(SHEET, b"</sheetData>", cells)))


def test_cut_in_the_middle():
    data = workbook_bytes()
    assert "rusak" in refused(data[: len(data) // 2])


def test_a_part_that_is_no_xml():
    assert f"rusak pada bagian {SHEET}" in refused(repacked(with_part(SHEET, b"<worksheet><row></worksheet>")))


def test_xml_that_is_no_spreadsheet():
    assert refused(repacked(with_part("xl/workbook.xml", b"<workbook/>"))) == "Berkas tidak memuat lembar kerja."
    change = replace_in("xl/workbook.xml", b"sheetId=", b"sheetIdentity=")
    assert "tidak dapat dibaca sebagai buku kerja" in refused(repacked(change))


def test_a_sheet_that_is_named_and_missing():
    assert refused(repacked(lambda parts: parts.pop(SHEET))) == "Berkas tidak memuat lembar kerja."


def test_excels_own_untidy_comment_drawing_is_no_damage():
    data = repacked(with_part("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>"))
    assert open_workbook_safely(data).active["A2"].value == "1"


def test_a_huge_picture_is_not_unfolded():
    image = b"BM" + bytes(16) + (60_000).to_bytes(4, "little") * 2 + bytes(32)
    assert open_workbook_safely(repacked(with_part("xl/media/image1.bmp", image)))


SAMPLE = workbook_bytes()


def opened_or_refused(data):
    """Any other exception is a crash and fails the test."""
    try:
        return bool(open_workbook_safely(data).worksheets)
    except BerkasDitolak as exc:
        return str(exc).endswith(".")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_bytes_are_refused_or_read_but_never_crash(data):
    content = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert opened_or_refused(bytes(content))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_xml_is_refused_or_read_but_never_crashes(data):
    def change(parts):
        name = data.draw(st.sampled_from(sorted(parts)))
        content = bytearray(parts[name])
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
                st.sampled_from(b"0123456789azAZ:<>/\"' -")
            )
        parts[name] = bytes(content)

    assert opened_or_refused(repacked(change, SAMPLE))


# --- values ------------------------------------------------------------------------------------------------


def test_formulas_are_read_as_stored_values_and_never_computed():
    book = Workbook()
    book.active["A1"] = "=1+1"
    stream = BytesIO()
    book.save(stream)
    assert open_workbook_safely(stream.getvalue()).active["A1"].value is None
    assert open_workbook_safely(stream.getvalue(), formulas=True).active["A1"].value == "=1+1"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "'x"])
def test_text_stays_text_in_what_is_written(text):
    data = write_table(KOLOM, [{"nip": "1", "nama": text}])
    cell = load_workbook(BytesIO(data))["Data"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix  # so it is still text after someone edits the cell


def test_control_characters_are_left_out():
    data = write_table(KOLOM, [{"nip": "1", "nama": "Sa\x00ri\x0b"}])
    assert read_table(open_workbook_safely(data), KOLOM).baris[0].nilai["nama"] == "Sari"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "Ya"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime(2026, 11, 21), "2026-11-21"),  # noqa: DTZ001 -- cells of Excel have no zone
        (" a \xa0 b\r\nc ", "a b\nc"),
    ],
)
def test_cell_text(value, text):
    assert cell_text(value) == text


# --- tables ------------------------------------------------------------------------------------------------

texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(cell_text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fixed_dictionaries({"nip": texts.filter(bool), "nama": texts, "jenis": texts}), max_size=5))
def test_what_is_written_is_read(rows):
    tabel = read_table(open_workbook_safely(write_table(KOLOM, rows)), KOLOM)
    assert [baris.nilai for baris in tabel.baris] == rows
    assert tabel.temuan == ()


def test_a_written_table_helps_to_fill_it():
    data = write_table(KOLOM, [{"nip": "198001012005011001"}], lembar="Pegawai", petunjuk=("Isi semua baris.",))
    book = load_workbook(BytesIO(data))
    sheet = book["Pegawai"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A2"].number_format == "@"  # else Excel makes a rounded number of a NIP
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ("Pilihan!$A$1:$A$2", "C2:C502")
    assert [cell.value for cell in book["Pilihan"]["A"]] == ["Umum", "Kesehatan"]
    assert book["Pilihan"].sheet_state == "hidden"
    assert book["Petunjuk"]["A1"].value == "Isi semua baris."


def test_the_table_is_found_by_its_header_wherever_it_stands():
    book = Workbook()
    book.active.append(["Daftar Pegawai"])
    sheet = book.create_sheet("Lembar 2")
    for row in (
        ["KOP"],
        [],
        [None, "Nama", " n.i.p "],
        [None, "Sari", 7],
        [None, None, None],
        [None, "Budi", "8"],
    ):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    tabel = read_table(open_workbook_safely(stream.getvalue()), KOLOM)
    assert tabel.lembar == "Lembar 2"
    assert tabel.kolom == {"nip", "nama"}
    assert [(b.nomor, b.nilai) for b in tabel.baris] == [
        (4, {"nama": "Sari", "nip": "7"}),
        (6, {"nama": "Budi", "nip": "8"}),
    ]
    assert tabel.baris[1].tempat("nama") == "Lembar 2!B6"
    assert tabel.baris[1].tempat("jenis") == "Lembar 2!A6"


def findings(rows):
    tabel = read_table(open_workbook_safely(workbook_bytes(rows)), KOLOM)
    return [(item.kode, item.tempat) for item in tabel.temuan]


def test_no_header():
    assert findings([("a", "b")]) == [("judul_kolom", "Sheet")]


def test_header_findings():
    assert findings([("NIP", "NAMA", "NIP", "ALAMAT"), ("1", "Sari", "2", "x")]) == [
        ("kolom_ganda", "Sheet!C1"),
        ("kolom_tak_dikenal", "Sheet!D1"),
    ]


def test_a_number_that_excel_has_rounded():
    assert findings([("NIP", "NAMA"), (198001012005011001, "Sari")]) == [("angka_dibulatkan", "Sheet!A2")]


def test_an_error_value_of_excel():
    assert findings([("NIP", "NAMA"), ("1", "#REF!")]) == [("galat_excel", "Sheet!B2")]


def test_more_rows_than_are_read():
    rows = [("NIP", "NAMA"), *[("1", "Sari")] * 5_001]
    assert findings(rows) == [("terlalu_panjang", "Sheet!A5002")]


def test_a_cell_at_the_far_end_does_not_make_the_sheet_long_to_read():
    data = repacked(
        replace_in(SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    )
    assert len(read_table(open_workbook_safely(data), KOLOM).baris) == 1


def test_findings_weigh():
    assert has_galat([peringatan("a", "A."), galat("b", "B.")])
    assert not has_galat([peringatan("a", "A.")])
    assert Temuan("a", Berat.GALAT, "Salah.", "Sheet!A1") == galat("a", "Salah.", "Sheet!A1")
    assert str(galat("a", "Salah.", "Sheet!A1")) == "Sheet!A1: Salah."
    assert str(galat("a", "Salah.")) == "Salah."
