"""Each form carries the headings of its regulation, in order and in its words."""

import pytest

from reports import pdf
from reports.data import build_rencana, load_rencana, read_laporan, read_sk_tim
from reports.layouts import digest_of
from tests.factories import AksiFactory
from tests.reports.conftest import (
    add_progress,
    approve_plan,
    approve_report,
    make_plan,
    make_report,
    squeeze,
    text_of,
)
from units.models import AnggotaTim, TimPembangunan

# Pergub Kalbar 20/2017 Lampiran I, without the misprints that the profile names.
S0_PLAN = [
    "LAMPIRAN I",
    "PERATURAN GUBERNUR KALIMANTAN BARAT",
    "NOMOR 20 TAHUN 2017",
    "TENTANG",
    "RENCANA PEMBANGUNAN ZONA INTEGRITAS MENUJU",
    "WBK/WBBM",
    "A. DASAR",
    "B. MAKSUD DAN TUJUAN",
    "C. RENCANA AKSI KOMPONEN PENGUNGKIT",
    "a. Manajemen Perubahan",
    "INDIKATOR RENCANA AKSI",
    "TARGET WAKTU",
    "PELAKSANAAN",
    "b. Penataan Tata Laksana",
    "c. Penataan Sistem Manajemen SDM",
    "d. Penguatan Akuntabilitas",
    "e. Penguatan Pengawasan",
    "f. Peningkatan Kualitas Pelayanan Publik",
    "D. RENCANA AKSI INDIKATOR HASIL",
    "a. Terwujudnya Pemerintahan yang bersih dan Bebas KKN",
    "b. Terwujudnya Peningkatan Kualitas Pelayanan Publik kepada Masyarakat",
]
# Perbup Ketapang 49/2022 Lampiran I.
S1_PLAN = [
    "LAMPIRAN I",
    "PERATURAN BUPATI KETAPANG",
    "NOMOR 49 TAHUN 2022",
    "RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS MENUJU WBK/WBBM",
    "A. DASAR HUKUM",
    "B. MAKSUD DAN TUJUAN",
    "C. RENCANA AKSI KOMPONEN PENGUNGKIT",
    "1. Pemenuhan",
    "a. Manajemen Perubahan",
    "b. Penataan Tata Laksana",
    "c. Penataan Sistem Manajemen SDM",
    "d. Penguatan Akuntabilitas",
    "e. Penguatan Pengawasan",
    "f. Penguatan Kualitas Pelayanan Publik",
    "2. Reform",
    "a. Manajemen Perubahan",
    "b. Penataan Tatalaksana",
    "c. Penataan Sistem Manajemen SDM Aparatur",
    "d. Penguatan Akuntabilitas",
    "e. Penguatan Pengawasan",
    "f. Peningkatan Kualitas Pelayanan Publik",
    "D. RENCANA AKSI KOMPONEN HASIL",
    "a. Birokrasi Yang Bersih dan Akuntabel",
    "b. Pelayanan Publik Yang Prima",
]
# The plan of Kecamatan Pekalongan Barat 2020.
S4_PLAN = [
    "DOKUMEN RENCANA KERJA PEMBANGUNAN ZONA",
    "TAHUN",
    "Disusun oleh:",
    "TIM ZONA INTEGRITAS",
    "BAB I",
    "PENDAHULUAN",
    "1.1 Latar Belakang",
    "1.2 Dasar Hukum",
    "1.3 Maksud dan Tujuan",
    "1.4 Pengertian Umum",
    "BAB II",
    "PROGRAM KERJA PEMBANGUNAN ZONA INTEGRITAS",
    "BAB III",
    "RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS",
    "NO KOMPONEN INDIKATOR LANGKAH AKSI BUKTI FISIK TARGET WAKTU",
    "I MANAJEMEN PERUBAHAN",
    "II PENATAAN TATALAKSANA",
    "III PENATAAN SISTEM MANAJEMEN SDM",
    "IV PENGUATAN AKUNTABILITAS",
    "V PENGUATAN PENGAWASAN",
    "VI PENINGKATAN KUALITAS PELAYANAN PUBLIK",
    "BAB IV",
    "PENUTUP",
]
# Pergub Kalbar 20/2017 Lampiran II.
S0_REPORT = [
    "LAMPIRAN II",
    "PERATURAN GUBERNUR KALIMANTAN BARAT",
    "NOMOR 20 TAHUN 2017",
    "LAPORAN TIM PEMBANGUNAN ZI UNIT KERJA",
    "A. PENDAHULUAN",
    "B. DASAR HUKUM",
    "C. MAKSUD DAN TUJUAN",
    "D. PERKEMBANGAN DAN KEMAJUAN PELAKSANAAN ZI",
    "1. Komponen Pengungkit",
    "a. Manajemen Perubahan",
    "b. Penataan Tatalaksana",
    "c. Penataan Sistem Manajemen SDM",
    "d. Penguatan Akuntabilitas Kinerja",
    "e. Penguatan Kualitas Pelayanan Publik",
    "f. Penguatan Pengawasan",
    "2. Indikator Hasil",
    "(a) Terwujudnya Pemerintahan yang Bersih dan bebas KKN",
    "(b) Terwujudnya Peningkatan Kualitas Pelayanan Publik Kepada Masyarakat",
    "3. Masalah dan Hambatan Dalam Pembangunan ZI",
    "4. Upaya yang dilakukan Dalam Mengatasi Masalah",
    "E. PENUTUP",
]


def draw(data) -> bytes:
    return pdf.render(data, sidik=digest_of(data)).isi


def assert_in_order(text: str, headings: list[str]) -> None:
    rest, place = squeeze(text), 0
    for heading in headings:
        found = rest.find(heading, place)
        assert found >= 0, f"{heading!r} is missing after {rest[max(0, place - 60) : place]!r}"
        place = found + len(heading)


@pytest.mark.parametrize(
    ("profil", "headings"), [("kalbar-2017", S0_PLAN), ("ketapang-2022", S1_PLAN), ("tangerang-2018", S4_PLAN)]
)
def test_plan_has_the_headings_of_its_form(profile_world, profil, headings):
    world, plan = profile_world(profil)
    text = text_of(draw(build_rencana(load_rencana(plan), draf=True)))
    assert_in_order(text, headings)
    tail = squeeze(text.split("\f")[-2])
    head = world.peran["kepala_unit"].user
    assert_in_order(tail, [world.instansi.ibu_kota, world.unit.jabatan_kepala, head.nama, "Penata (III/c)", "NIP 1985"])


@pytest.mark.parametrize("tata_letak", ["s0", "s1", "s4"])
def test_every_row_of_the_plan_is_printed_in_every_layout(profile_world, tata_letak):
    _, plan = profile_world("ketapang-2022")
    data = build_rencana(load_rencana(plan), tata_letak=tata_letak, draf=True)
    printed = [r.aksi for b in data.bagian for r in b.baris]
    assert sorted(printed) == sorted(plan.aksi.values_list("aksi", flat=True))


def test_a_foreign_layout_does_not_carry_the_other_regulations_annex_head(profile_world):
    _, plan = profile_world("ketapang-2022")
    data = build_rencana(load_rencana(plan), tata_letak="s0", draf=True)
    assert data.lampiran == ()
    assert "GUBERNUR" not in text_of(draw(data))


def test_report_has_the_headings_of_lampiran_ii(profile_world):
    world, plan = profile_world("kalbar-2017")
    add_progress(plan)
    approve_plan(plan, world)
    report = make_report(world)
    text = text_of(draw(read_laporan(report)))
    assert_in_order(text, S0_REPORT)


def test_report_shows_what_was_due_with_state_evidence_column_and_total(world):
    plan = make_plan(world)
    AksiFactory(rencana=plan, aksi="Menyusun standar pelayanan", bulan=[2], target_waktu="Februari")
    add_progress(plan, note="Rapat telah dilaksanakan.")
    approve_plan(plan, world)
    data = read_laporan(make_report(world))
    text = squeeze(text_of(draw(data)))
    assert "Menyusun standar pelayanan" in text
    assert "Rapat telah dilaksanakan." in text
    assert (data.total.jatuh_tempo, data.total.selesai, data.total.persen) == (1, 1, "100,00%")


def test_approved_report_is_printed_from_its_frozen_copy(world):
    plan = make_plan(world)
    AksiFactory(rencana=plan)
    approve_plan(plan, world)
    report = approve_report(make_report(world, text="Kalimat yang disetujui."), world)
    before = digest_of(read_laporan(report))
    report.bagian.update(isi="Diubah sesudahnya.")
    plan.aksi.update(aksi="Diubah")
    head = world.peran["kepala_unit"].user
    head.golongan = "IV/e"
    head.save()
    report.refresh_from_db()
    data = read_laporan(report)
    assert digest_of(data) == before
    assert "DRAF" not in text_of(draw(data))


def test_approved_plan_is_printed_from_its_version_with_the_day_of_approval(profile_world):
    world, plan = profile_world("kalbar-2017")
    approve_plan(plan, world)
    plan.aksi.update(aksi="Diubah sesudah disetujui")
    text = squeeze(text_of(draw(build_rencana(load_rencana(plan), draf=False))))
    assert f"Kotabaru, 20 Januari {world.periode.tahun}" in text
    assert "Diubah sesudah disetujui" not in text
    assert "DRAF" not in text


def test_draft_is_marked_on_every_page(profile_world):
    _, plan = profile_world("kalbar-2017")
    pages = text_of(draw(build_rencana(load_rencana(plan), draf=True))).split("\f")[:-1]
    assert len(pages) > 3
    assert all("DRAF" in page for page in pages)


def test_decree_of_the_unit_head_names_the_members_with_their_areas(world):
    TimPembangunan.objects.update(nomor_sk="188/7/2026", tanggal_sk="2026-01-12")
    text = text_of(draw(read_sk_tim(world.pembangunan)))
    assert_in_order(text, [
        f"KEPUTUSAN {world.unit.jabatan_kepala.upper()}", "NOMOR 188/7/2026", "TENTANG", "Menimbang", "Mengingat",
        "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "Ditetapkan di Kotabaru",
        "pada tanggal 12 Januari 2026", "LAMPIRAN", "TANGGAL 12 JANUARI 2026", "SUSUNAN TIM", "Ketua", "Semua area", "Anggota",
        "Manajemen Perubahan",
    ])  # fmt: skip
    assert "DRAF" not in text


def test_decree_is_the_kepala_daerahs_where_the_profile_says_so(profile_world):
    world, _ = profile_world("tangerang-2018")
    data = read_sk_tim(world.pembangunan)
    assert data.pejabat == world.instansi.jabatan_kepala
    assert data.tanda_tangan.nama == world.instansi.nama_kepala
    assert (data.tanda_tangan.nip, data.tanda_tangan.pangkat) == ("", "")


def test_months_stand_in_for_a_missing_target_text(world):
    plan = make_plan(world)
    for months in ([1, 2, 3, 4], [3, 6], [12]):
        AksiFactory(rencana=plan, target_waktu="", bulan=months)
    data = build_rencana(load_rencana(plan), draf=True)
    printed = [r.target_waktu for b in data.bagian for r in b.baris]
    assert printed == ["Januari s.d. April", "Maret, Juni", "Desember"]


def test_numbering_restarts_within_an_indicator_and_is_left_out_for_a_single_action(world):
    plan = make_plan(world)
    for indikator in ("Satu", "Dua", "Satu"):
        AksiFactory(rencana=plan, indikator=indikator)
    rows = [r for b in build_rencana(load_rencana(plan), draf=True).bagian for r in b.baris]
    assert [(r.nomor, r.nomor_aksi, r.lanjut, r.sambung) for r in rows] == [
        (1, 1, False, True), (1, 2, True, False), (2, 0, False, False),
    ]  # fmt: skip


def test_ketua_stands_first_in_the_decree(world):
    member = AnggotaTim.objects.get(kedudukan="anggota").user
    member.nama = "A. Paling Awal Menurut Abjad"
    member.save()
    assert [a.kedudukan for a in read_sk_tim(world.pembangunan).anggota] == ["Ketua", "Anggota"]


def test_numbers_typed_before_legal_bases_are_not_doubled(world):
    plan = make_plan(world, dasar="1. Undang-Undang Satu\n2) Undang-Undang Dua")
    section = next(b for b in build_rencana(load_rencana(plan), draf=True).bagian if b.kode == "dasar_hukum")
    assert [(blok.jenis, blok.isi) for blok in section.blok] == [("nomor", ("Undang-Undang Satu", "Undang-Undang Dua"))]
