"""Target times as offices write them."""

import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action_plans.plan_templates import get_plan
from action_plans.schedule import JenisJadwal, describe, parse_schedule

ALL = tuple(range(1, 13))
months = st.sets(st.integers(1, 12), min_size=1)


@given(months)
def test_what_describe_writes_parse_reads(bulan):
    jadwal = parse_schedule(describe(bulan), tahun=2026)
    assert jadwal.bulan == tuple(sorted(bulan))
    assert jadwal.temuan == ()


@given(months, st.integers(2000, 2099))
def test_a_year_behind_changes_nothing(bulan, tahun):
    assert parse_schedule(f"{describe(bulan)} {tahun}", tahun=tahun).bulan == tuple(sorted(bulan))


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    jadwal = parse_schedule(text, tahun=2026)
    assert set(jadwal.bulan) <= set(ALL)
    assert (jadwal.jenis == JenisJadwal.INSIDENTAL) == (not jadwal.bulan)
    assert bool(jadwal.bulan) or jadwal.temuan


@pytest.mark.parametrize(
    "text", ["1" * 5000 + "x", "1," * 5000 + "x", "s/d " * 5000, "setiap " * 5000, "Januari " * 9000]
)
def test_long_texts_are_read_quickly(text):
    start = time.perf_counter()
    parse_schedule(text)
    assert time.perf_counter() - start < 2  # a pattern that backtracks would need hours


@pytest.mark.parametrize(
    ("teks", "bulan", "jenis"),
    [
        ("Januari 2020", (1,), "sekali"),
        ("Feb-2020", (2,), "sekali"),
        ("April, Juli, Oktober, Desember 2020", (4, 7, 10, 12), "beberapa"),
        ("Juni, Desember", (6, 12), "beberapa"),
        ("Juni/Desember", (6, 12), "beberapa"),
        ("Bulan Maret dan April", (3, 4), "beberapa"),
        ("Januari s/d Desember 2020", ALL, "rentang"),
        ("Januari sd Desember 2020", ALL, "rentang"),
        ("Januari s.d. Desember", ALL, "rentang"),
        ("Januari s/d Februari 2020", (1, 2), "rentang"),
        ("Maret 2020 s/d Desember 2020", tuple(range(3, 13)), "rentang"),
        ("Februari 2020 sampai dengan 15 Mei 2020", (2, 3, 4, 5), "rentang"),
        ("awal Januari - akhir Maret", (1, 2, 3), "rentang"),
        ("Jan–Mar", (1, 2, 3), "rentang"),
        ("Maret–Juni, Oktober", (3, 4, 5, 6, 10), "beberapa"),
        ("mulai Oktober 2020", (10, 11, 12), "rentang"),
        ("Setiap bulan", ALL, "setiap_bulan"),
        ("setiap hari kerja", ALL, "setiap_bulan"),
        ("Setiap bulan, Maret s/d Desember", tuple(range(3, 13)), "rentang"),
        ("Juni 2020 Januari s/d Desember 2020", ALL, "setiap_bulan"),
        ("Setiap triwulan", (3, 6, 9, 12), "beberapa"),
        ("setiap 3 bulan sekali", (3, 6, 9, 12), "beberapa"),
        ("enam bulan sekali", (6, 12), "beberapa"),
        ("per semester", (6, 12), "beberapa"),
        ("Triwulan II", (4, 5, 6), "rentang"),
        ("TW 4", (10, 11, 12), "rentang"),
        ("Triwulan I dan III", (1, 2, 3, 7, 8, 9), "beberapa"),
        ("Triwulan I s/d Triwulan III", tuple(range(1, 10)), "rentang"),
        ("Semester I", tuple(range(1, 7)), "rentang"),
        ("Semester 2", tuple(range(7, 13)), "rentang"),
        ("Nopember, Pebruari", (2, 11), "beberapa"),
        ("March and October", (3, 10), "beberapa"),
        ("Agt, Okt, Des", (8, 10, 12), "beberapa"),
        ("Minggu II Januari", (1,), "sekali"),
        ("Renstra 2016-2021 RKT 2020 PK Januari 2020", (1,), "sekali"),
        ("Renstra 2016-2021 RKT Bln Februari 2020, PK Januari 2020", (1, 2), "beberapa"),
        ("Januari 2020, setiap ada Pertemuan", (1,), "sekali"),
        ("Dokumen Petunjuk direvisi apabila ada perubahan Kebijakan", (), "insidental"),
        ("Adanya Undangan Worshop Penyusunan LKJ setiap tahunnya", (), "insidental"),
        ("target pemasaran dan maret", (3,), "sekali"),
        ("marketing", (), "insidental"),
        ("2020-02-01", (2,), "sekali"),
        ("2020-02", (2,), "sekali"),
        ("15/03/2020", (3,), "sekali"),
        ("03/2020", (3,), "sekali"),
        ("43862", (2,), "sekali"),  # 1 February 2020 as Excel's day number
        ("3, 6, 9", (3, 6, 9), "beberapa"),
        (date(2020, 2, 29), (2,), "sekali"),
        (datetime(2020, 8, 17, 10), (8,), "sekali"),  # noqa: DTZ001 -- cells of Excel have no zone
        (None, (), "insidental"),
        ("", (), "insidental"),
    ],
)
def test_texts_in_use(teks, bulan, jenis):
    jadwal = parse_schedule(teks)
    assert (jadwal.bulan, jadwal.jenis) == (bulan, jenis)


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("Januari 2020", []),
        ("Januari 2019", ["tahun_lain"]),
        ("Renstra 2016-2021, PK Januari 2020", ["keterangan_lain"]),
        ("Januari 2020, setiap ada Pertemuan", ["keterangan_lain"]),
        ("Septemer 2020", ["bulan_ditebak"]),
        ("apabila ada perubahan", ["bulan_kosong"]),
        ("", ["bulan_kosong"]),
        ("13", ["bulan_salah", "bulan_kosong"]),
        ("Semester 3", ["bulan_salah", "bulan_kosong"]),
        ("November s/d Februari", ["lintas_tahun"]),
        ("November 2019 s/d Maret 2020", ["lintas_tahun"]),
    ],
)
def test_findings(teks, kode):
    temuan = parse_schedule(teks, tahun=2020, tempat="Rencana!I5").temuan
    assert [item.kode for item in temuan] == kode
    assert {item.tempat for item in temuan} <= {"Rencana!I5"}
    assert not any(item.is_galat for item in temuan)


def test_a_range_over_new_year_keeps_the_months_of_the_plan_year():
    assert parse_schedule("November 2019 s/d Maret 2020", tahun=2020).bulan == (1, 2, 3)
    assert parse_schedule("November 2020 s/d Maret 2021", tahun=2020).bulan == (11, 12)
    assert parse_schedule("November s/d Februari").bulan == (11, 12)


def test_the_finding_without_a_month_asks_for_months():
    (temuan,) = parse_schedule("sewaktu-waktu").temuan
    assert temuan.pesan == "Target waktu tidak menyebut bulan; pilih bulannya atau biarkan sebagai kegiatan insidental."


def test_the_text_is_kept_as_written_but_for_spaces():
    assert parse_schedule("  Januari  s/d \n Desember 2020 ").teks == "Januari s/d Desember 2020"


def test_describe():
    assert describe([4, 7, 10, 12]) == "April, Juli, Oktober, Desember"
    assert describe([2, 1]) == "Januari, Februari"
    assert describe([3, 4, 5]) == "Maret s.d. Mei"
    assert describe(ALL) == "Setiap bulan"
    assert describe([]) == "Insidental"


def test_the_real_plan_of_pekalongan_barat_is_read():
    # two of its 70 name no month: "Dokumen Petunjuk direvisi apabila ..." and "Adanya Undangan ..."
    read = [parse_schedule(row.target_waktu, tahun=2020) for row in get_plan().baris]
    assert len([jadwal for jadwal in read if not jadwal.bulan]) == 2
    codes = [temuan.kode for jadwal in read for temuan in jadwal.temuan]
    # five Renstra texts and "setiap ada Pertemuan"; one action of 2019 in the plan of 2020
    assert sorted(codes) == ["bulan_kosong"] * 2 + ["keterangan_lain"] * 6 + ["tahun_lain"]
