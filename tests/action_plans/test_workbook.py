"""The plan as an Excel file: both forms in, both forms out, and what is said about damage."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from action_plans.plan_templates import get_plan, get_template
from action_plans.schedule import describe
from action_plans.workbook import (
    BarisRencana,
    find_area,
    from_template,
    read_plan,
    write_plan,
    write_rencana_kerja,
    write_template,
)
from units.choices import Area
from units.findings import has_galat
from units.profiles import all_profiles, get_profil
from units.xlsx import BerkasDitolak, cell_text

KALBAR, KETAPANG, TANGERANG = (get_profil(k) for k in ("kalbar-2017", "ketapang-2022", "tangerang-2018"))
NIP = "198001012005011001"
PORTAL = ("AREA", "ASPEK", "INDIKATOR", "RENCANA AKSI", "LANGKAH AKSI", "BUKTI FISIK",
          "PENANGGUNG JAWAB (NIP)", "PRIORITAS", "TARGET WAKTU")  # fmt: skip
OFFICE = ("NO", "KOMPONEN", "INDIKATOR", "LANGKAH AKSI", "BUKTI FISIK", "TARGET WAKTU")
PLAN = tuple(from_template(row) for row in get_plan().baris)


def file_of(*rows, merge=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merge:
        book.active.merge_cells(area)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def codes(hasil):
    return [(item.kode, item.tempat.partition("!")[2]) for item in hasil.temuan]


def portal_row(area="Manajemen Perubahan", aspek="", indikator="Tim", aksi="Membentuk tim", **other):
    keys = ("langkah", "bukti_fisik", "nip", "prioritas", "target_waktu")
    return (area, aspek, indikator, aksi, *(other.get(key) for key in keys))


# --- there and back ----------------------------------------------------------------------------------------


def test_the_real_plan_survives_the_portals_form():
    data = write_plan(PLAN, profil=TANGERANG, judul="Rencana 2020", meta={"rencana": "5"})
    hasil = read_plan(data, profil=TANGERANG, tahun=2020)
    assert hasil.rows == PLAN
    assert (hasil.bentuk, hasil.meta) == ("portal", {"rencana": "5", "profil": "tangerang-2018"})
    assert not has_galat(hasil.temuan)


def test_the_real_plan_survives_the_offices_form():
    hasil = read_plan(write_rencana_kerja(PLAN, profil=TANGERANG), profil=TANGERANG, tahun=2020)
    assert hasil.rows == PLAN
    assert hasil.bentuk == "rencana_kerja"
    assert [item.kode for item in hasil.temuan].count("bulan_kosong") == 2
    assert not has_galat(hasil.temuan)


@pytest.mark.parametrize("profil", all_profiles().values(), ids=lambda p: p.kode)
def test_the_template_to_download_holds_the_regulations_rows(profil):
    hasil = read_plan(write_template(profil), profil=profil)
    expected = tuple(from_template(row) for row in get_template(profil.templat).baris)
    assert hasil.rows == expected
    assert codes(hasil) == [("target_kosong", "J2")]
    assert hasil.temuan[0].pesan == f"{len(expected)} baris belum mempunyai target waktu."


text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(cell_text)
known = text.filter(lambda value: value and find_area(value) is None)


@st.composite
def plan_rows(draw):
    area = draw(st.sampled_from(list(Area)))
    bulan = tuple(sorted(draw(st.sets(st.integers(1, 12), min_size=1))))
    return BarisRencana(
        area=area.value,
        aspek=draw(st.sampled_from(KETAPANG.aspek)) if area in Area.pengungkit() else "",
        indikator=draw(known),
        aksi=draw(known),
        langkah=draw(text),
        bukti_fisik=draw(text),
        nip=draw(st.sampled_from(["", NIP])),
        prioritas=draw(st.booleans()),
        target_waktu=describe(bulan),
        bulan=bulan,
        kunci=draw(st.integers(1, 10**6).map(str)),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(plan_rows(), min_size=1, max_size=6, unique_by=lambda row: row.kunci))
def test_any_plan_survives_the_portals_form(rows):
    hasil = read_plan(write_plan(rows, profil=KETAPANG, judul="x", meta={}), profil=KETAPANG)
    assert hasil.rows == tuple(rows)
    assert {item.kode for item in hasil.temuan} <= {"baris_ganda"}


def test_months_chosen_apart_from_the_text_are_written():
    row = replace(PLAN[0], target_waktu="setiap ada pertemuan", bulan=(3, 6))
    (read,) = read_plan(write_plan([row], profil=TANGERANG, judul="x", meta={})).rows
    assert (read.target_waktu, read.bulan) == ("Maret, Juni", (3, 6))


def test_formulas_typed_into_a_plan_stay_text():
    row = replace(PLAN[0], aksi="=cmd|' /C calc'!A0", langkah="+1", bukti_fisik="@SUM(1)")
    data = write_plan([row], profil=TANGERANG, judul="=1+1", meta={"x": "=1"})
    for sheet in load_workbook(BytesIO(data)):
        assert not [cell for line in sheet for cell in line if cell.data_type == "f"]
    assert read_plan(data).rows == (row,)


def test_the_written_form_is_made_for_filling():
    book = load_workbook(BytesIO(write_plan(PLAN, profil=TANGERANG, judul="Rencana & Aksi", meta={})))
    sheet = book["Rencana Aksi"]
    assert [cell.value for cell in sheet[1]] == ["KUNCI", *PORTAL]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A2"
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"B2:B571", "I2:I571"}
    assert book["Kunci"].sheet_state == "veryHidden"
    assert book["Petunjuk"]["A1"].value == "Rencana & Aksi"


# --- the offices' form -------------------------------------------------------------------------------------


def test_merged_and_empty_cells_mean_the_one_above():
    data = file_of(
        ("RENCANA AKSI", None, None, None, None, None),
        (),
        OFFICE,
        (1, 2, 3, 4, 5, 6),
        ("I", "MANAJEMEN PERUBAHAN"),
        (1, "Tim Kerja", "SK dibuat", "Menyusun SK", "SK", date(2020, 2, 1)),
        (None, None, "Anggota dipilih", "Rapat", "Notulen", "Juni, Desember"),
        OFFICE,
        ("II.", "Penataan Tata Laksana"),
        (1, "SOP", "SOP ada", "Menyusun", "SOP", "Setiap bulan"),
        merge=("A1:F1", "A6:A7", "B6:B7"),
    )
    hasil = read_plan(data, tahun=2020)
    assert [(r.area, r.indikator, r.aksi, r.target_waktu, r.bulan) for r in hasil.rows] == [
        ("manajemen_perubahan", "Tim Kerja", "SK dibuat", "Februari 2020", (2,)),
        ("manajemen_perubahan", "Tim Kerja", "Anggota dipilih", "Juni, Desember", (6, 12)),
        ("tatalaksana", "SOP", "SOP ada", "Setiap bulan", tuple(range(1, 13))),
    ]
    assert codes(hasil) == []
    assert hasil.rows[1].tempat == "Sheet!C7"


def test_steps_spread_over_rows_belong_to_the_action_above():
    data = file_of(
        OFFICE,
        ("I", "Manajemen Perubahan"),
        (1, "Tim", "SK dibuat", "Menyusun SK", "SK", "Januari"),
        (None, None, None, "Menandatangani", None, "Maret"),
        (None, None, None, "Mengumumkan", "Foto", None),
    )
    hasil = read_plan(data)
    (row,) = hasil.rows
    assert row.langkah == "Menyusun SK\nMenandatangani\nMengumumkan"
    assert row.bukti_fisik == "SK\nFoto"
    assert (row.target_waktu, row.bulan) == ("Januari, Maret", (1, 3))
    assert codes(hasil) == [("baris_lanjutan", "D4"), ("baris_lanjutan", "D5")]


def test_a_signature_below_the_table_is_not_taken_for_steps():
    data = file_of(
        OFFICE,
        ("I", "Manajemen Perubahan"),
        (1, "Tim", "SK dibuat", "Menyusun SK", "SK", "Januari"),
        (),
        (None, None, None, None, "Pekalongan, 20 Januari 2020"),
        (None, None, None, None, "CAMAT"),
    )
    hasil = read_plan(data)
    assert [row.bukti_fisik for row in hasil.rows] == ["SK"]
    assert codes(hasil) == [("baris_lain", "C5"), ("baris_lain", "C6")]


def test_an_unknown_area_is_named_and_its_rows_are_left():
    data = file_of(
        OFFICE,
        ("I", "KEUANGAN"),
        (1, "Kas", "Kas ada", "x", "y", "Januari"),
        ("II", "PENATAAN TATALAKSANA"),
        (1, "SOP", "SOP ada", "x", "y", "Januari"),
    )
    hasil = read_plan(data)
    assert [row.aksi for row in hasil.rows] == ["SOP ada"]
    assert codes(hasil) == [("area_tak_dikenal", "B2")]
    assert hasil.temuan[0].pesan == "Area “KEUANGAN” tidak dikenal; baris di bawahnya tidak dibaca."


def test_rows_before_any_area():
    hasil = read_plan(file_of(OFFICE, (1, "Tim", "SK dibuat", "x", "y", "Januari")))
    assert codes(hasil) == [("area_kosong", "C2"), ("tanpa_baris", "")]


@pytest.mark.parametrize("form", ["rencana", "laporan"])
def test_every_printed_name_of_an_area_is_known(form):
    for profil in all_profiles().values():
        for bagian in getattr(profil, form).bagian:
            if bagian.area:
                assert find_area(f"{bagian.nomor}. {bagian.judul.upper()}") == bagian.area


# --- the portal's form: one damage each --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (portal_row(target_waktu="Januari"), []),
        (portal_row(area="Kas", target_waktu="Mei"), [("area_tak_dikenal", "A2"), ("tanpa_baris", "")]),
        (portal_row(area=None, target_waktu="Januari"), [("area_kosong", "A2"), ("tanpa_baris", "")]),
        (portal_row(indikator=None, target_waktu="Januari"), [("indikator_kosong", "C2")]),
        (portal_row(aksi=None), [("aksi_kosong", "D2"), ("tanpa_baris", "")]),
        (portal_row(aksi=None, langkah="x"), [("baris_lain", "D2"), ("tanpa_baris", "")]),
        (portal_row(aspek="Hasil", target_waktu="Mei"), [("aspek_tak_dikenal", "B2")]),
        (portal_row(prioritas="mungkin", target_waktu="Mei"), [("prioritas_salah", "H2")]),
        (portal_row(nip="1980", target_waktu="Mei"), [("nip_salah", "G2")]),
        (portal_row(nip="198013012005011001", target_waktu="Mei"), [("nip_salah", "G2")]),
        (portal_row(nip="Camat", target_waktu="Mei"), [("bukan_nip", "G2")]),
        (portal_row(nip=198001012005011001, target_waktu="Mei"), [("angka_dibulatkan", "G2")]),
        (portal_row(indikator="x" * 301, target_waktu="Mei"), [("terlalu_panjang", "C2")]),
        (portal_row(aksi="x" * 5_001, target_waktu="Mei"), [("terlalu_panjang", "D2")]),
        (portal_row(target_waktu="apabila perlu"), [("bulan_kosong", "I2")]),
        (portal_row(target_waktu="Mei 2019"), [("tahun_lain", "I2")]),
        (portal_row(target_waktu="#REF!"), [("galat_excel", "I2"), ("bulan_kosong", "I2")]),
    ],
)  # fmt: skip
def test_findings_of_a_row(row, expected):
    assert codes(read_plan(file_of(PORTAL, row), tahun=2026)) == expected


def test_empty_cells_mean_the_one_above_here_too():
    data = file_of(
        PORTAL,
        portal_row(target_waktu="Mei"),
        portal_row(area=None, indikator=None, aksi="Rapat", target_waktu="Juni"),
        portal_row(area="Penguatan Pengawasan", indikator=None, aksi="Lapor", target_waktu="Juni"),
    )
    hasil = read_plan(data)
    assert [(r.area, r.indikator, r.aksi) for r in hasil.rows] == [
        ("manajemen_perubahan", "Tim", "Membentuk tim"),
        ("manajemen_perubahan", "Tim", "Rapat"),
        ("pengawasan", "", "Lapor"),
    ]
    assert codes(hasil) == [("indikator_kosong", "C4")]  # an indicator never crosses into another area


@pytest.mark.parametrize("nip", [NIP, "19800101 200501 1 001", f"Sari, NIP. {NIP}"])
def test_a_nip_is_found_as_people_write_it(nip):
    (row,) = read_plan(file_of(PORTAL, portal_row(nip=nip, target_waktu="Mei"))).rows
    assert row.nip == NIP


@pytest.mark.parametrize(
    ("mark", "prioritas"), [("Ya", True), ("v", True), ("✓", True), (None, False), ("TIDAK", False)]
)
def test_priority_marks(mark, prioritas):
    (row,) = read_plan(file_of(PORTAL, portal_row(prioritas=mark, target_waktu="Mei"))).rows
    assert row.prioritas is prioritas


def test_aspects_follow_the_profile():
    data = file_of(PORTAL, portal_row(target_waktu="Mei"), portal_row(aspek="reform", aksi="b", target_waktu="Mei"))
    ketapang, kalbar = read_plan(data, profil=KETAPANG), read_plan(data, profil=KALBAR)
    assert [row.aspek for row in ketapang.rows] == ["pemenuhan", "reform"]
    assert codes(ketapang) == [("aspek_kosong", "B2")]
    assert [row.aspek for row in kalbar.rows] == ["", ""]
    assert codes(kalbar) == [("aspek_diabaikan", "B3")]


def test_copied_rows():
    head = ("KUNCI", *PORTAL)
    row = portal_row(target_waktu="Mei")
    hasil = read_plan(file_of(head, ("7", *row), ("7", *row)))
    assert [r.kunci for r in hasil.rows] == ["7", ""]
    assert codes(hasil) == [("baris_ganda", "E3"), ("kunci_ganda", "E3")]


def test_a_cleared_row_keeps_its_key_and_is_no_row():
    head = ("KUNCI", *PORTAL)
    cleared = ("8", None, None, None, None, None, None, None, "Tidak", None)
    hasil = read_plan(file_of(head, ("7", *portal_row(target_waktu="Mei")), cleared))
    assert [r.kunci for r in hasil.rows] == ["7"]
    assert codes(hasil) == []


def test_a_formula_is_read_as_its_stored_value_only():
    data = file_of(PORTAL, portal_row(aksi='=HYPERLINK("http://x","y")', target_waktu="Mei"))
    assert codes(read_plan(data)) == [("baris_lain", "D2"), ("tanpa_baris", "")]


# --- files that are no plan --------------------------------------------------------------------------------


def test_another_table_names_the_columns_that_are_wanted():
    hasil = read_plan(file_of(("NIP", "NAMA"), ("1", "Sari")))
    assert hasil.rows == ()
    assert codes(hasil) == [("judul_kolom", "")]
    assert "AREA, INDIKATOR, RENCANA AKSI" in hasil.temuan[0].pesan
    assert "KOMPONEN, INDIKATOR" in hasil.temuan[0].pesan


def test_header_without_rows():
    assert codes(read_plan(file_of(PORTAL))) == [("tanpa_baris", "")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)])
def test_files_that_may_not_be_opened_are_refused(data):
    with pytest.raises(BerkasDitolak):
        read_plan(data)
