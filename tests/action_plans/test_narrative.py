"""Sentences follow the figures: nothing is said of nothing, "seluruhnya" only of all, and every text ends as text should."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action_plans import narrative
from action_plans.narrative import Blok, blocks
from action_plans.report_data import Bukti, Butir, summarise
from units.choices import Area
from units.profiles import all_profiles, get_profil

TODAY = date(2026, 4, 5)
FORM = get_profil("ketapang-2022").laporan


def item(aksi: int = 1, bulan: int = 1, status: str = "belum", keadaan: str = "", **fields) -> Butir:
    defaults = {
        "area": Area.MANAJEMEN_PERUBAHAN,
        "aspek": "",
        "indikator": "Tim kerja",
        "uraian": f"Menyusun dokumen {aksi}",
    }
    return Butir(aksi=aksi, bulan=bulan, status=status, keadaan=keadaan or status, **(defaults | fields))


def data_of(*butir: Butir, triwulan: int = 1):
    return summarise(butir, tahun=2026, triwulan=triwulan, today=TODAY)


def text_of(*butir: Butir, area: str = Area.MANAJEMEN_PERUBAHAN) -> str:
    data = data_of(*butir)
    return narrative.area_text(data.of(area), data, judul="Manajemen Perubahan")


def test_nothing_due():
    assert text_of() == "Pada Triwulan I Tahun 2026 tidak ada rencana aksi area Manajemen Perubahan yang jatuh tempo."


def test_all_done_names_actions_months_and_evidence():
    proof = (Bukti(7, "SK Tim", 1),)
    text = text_of(
        item(1, 1, "selesai", bukti=proof), item(1, 2, "selesai", bukti=proof), item(2, 3, "selesai", bukti=proof)
    )
    assert text == (
        "Pada Triwulan I Tahun 2026 area Manajemen Perubahan mempunyai 3 target waktu dari 2 rencana aksi yang jatuh tempo"
        " dan seluruhnya telah selesai dilaksanakan (100%).\n\n"
        "Rencana aksi yang telah dilaksanakan:\n"
        "1. Menyusun dokumen 1 (Januari dan Februari), dengan data dukung SK Tim.\n"
        "2. Menyusun dokumen 2 (Maret), dengan data dukung SK Tim."
    )


def test_none_done_and_all_late():
    text = text_of(item(1, 1, "belum", "terlambat"), item(2, 2, "berjalan", "terlambat"))
    assert (
        "mempunyai 2 rencana aksi yang jatuh tempo: 1 sedang berjalan dan 1 belum dikerjakan; semua yang belum selesai terlambat"
        in text
    )
    assert "selesai (" not in text
    assert (
        "Rencana aksi yang terlambat dari target waktunya:\n1. Menyusun dokumen 1 (Januari).\n2. Menyusun dokumen 2 (Februari)."
        in text
    )


@pytest.mark.parametrize(
    ("status", "keadaan", "ending"),
    [
        ("selesai", "selesai", "yang jatuh tempo dan telah selesai dilaksanakan."),
        ("berjalan", "berjalan", "yang jatuh tempo dan sedang berjalan."),
        ("belum", "terlambat", "yang jatuh tempo dan belum dikerjakan, terlambat dari target waktunya."),
    ],
)
def test_a_single_action_is_not_counted_against_itself(status, keadaan, ending):
    first = text_of(item(1, 3, status, keadaan)).split("\n")[0]
    assert first.split(". Data dukung")[0].rstrip(".") + "." == (
        f"Pada Triwulan I Tahun 2026 area Manajemen Perubahan mempunyai 1 rencana aksi {ending}"
    )


def test_percent_has_a_comma_and_no_empty_decimals():
    assert narrative.percent(Decimal("66.67")) == "66,67%"
    assert narrative.percent(Decimal("50.00")) == "50%"
    assert narrative.percent(Decimal("100")) == "100%"
    assert narrative.percent(Decimal("0.10")) == "0,10%"


def test_done_without_evidence_is_said():
    text = text_of(item(1, 1, "selesai"), item(2, 1, "selesai", bukti=(Bukti(1, "Notulen", 1),)))
    assert "Data dukung belum dilengkapi untuk 1 dari 2 target yang telah selesai." in text


def test_earlier_quarters_left_open_are_listed():
    data = data_of(item(1, 2, "belum", "terlambat"), item(2, 5, "selesai"), triwulan=2)
    text = narrative.area_text(data.of(Area.MANAJEMEN_PERUBAHAN), data, judul="Manajemen Perubahan")
    assert "Rencana aksi dari triwulan sebelumnya yang belum selesai:\n1. Menyusun dokumen 1 (Februari)." in text


def test_no_obstacles_and_nothing_late():
    data = data_of(item(1, 1, "selesai"))
    assert narrative.obstacles_text(data, form=FORM) == (
        "Pada Triwulan I Tahun 2026 tidak ada masalah dan hambatan yang dicatat dalam pelaksanaan rencana aksi."
    )
    assert narrative.ISIAN not in narrative.efforts_text(data)


def test_each_obstacle_gets_a_line_to_complete():
    data = data_of(
        item(1, 1, "berjalan", "terlambat", kendala="Anggaran belum cair."),
        item(2, 2, "belum", "terlambat"),
    )
    assert narrative.obstacles_text(data, form=FORM) == (
        "Masalah dan hambatan yang dihadapi pada Triwulan I Tahun 2026:\n"
        "1. Manajemen Perubahan, Menyusun dokumen 1 (Januari): Anggaran belum cair.\n\n"
        "Terdapat 1 target yang terlambat tanpa catatan kendala."
    )
    assert narrative.efforts_text(data) == (
        "Upaya yang dilakukan pada Triwulan I Tahun 2026:\n"
        "1. Untuk mengatasi kendala “Anggaran belum cair” pada Menyusun dokumen 1 (Januari), tim melakukan [isi upaya].\n"
        "2. Untuk menyelesaikan 1 target yang terlambat, tim melakukan [isi upaya]."
    )


def test_actions_with_the_same_obstacle_share_one_effort():
    data = data_of(
        item(1, 1, "berjalan", "terlambat", kendala="Anggaran belum cair."),
        item(2, 2, "belum", "terlambat", kendala="Anggaran belum cair"),
    )
    assert narrative.efforts_text(data).split("\n")[1:] == [
        "1. Untuk mengatasi kendala “Anggaran belum cair” pada Menyusun dokumen 1 (Januari) dan Menyusun dokumen 2 (Februari),"
        " tim melakukan [isi upaya]."
    ]


def test_an_obstacle_of_many_actions_counts_them_and_of_many_months_names_them_once():
    many = [item(n, 1, "berjalan", "terlambat", kendala="Pegawai kurang") for n in (1, 2, 3)]
    assert "“Pegawai kurang” pada 3 rencana aksi, tim" in narrative.efforts_text(data_of(*many))
    months = data_of(*(item(1, n, "berjalan", "terlambat", kendala="Pegawai kurang") for n in (1, 2)))
    assert narrative.obstacles_text(months, form=FORM).split("\n")[1:] == [
        "1. Manajemen Perubahan, Menyusun dokumen 1 (Januari dan Februari): Pegawai kurang."
    ]


def test_some_late_and_some_in_time():
    text = text_of(item(1, 1, "selesai"), item(2, 2, "belum", "terlambat"), item(3, 3, "belum"))
    assert "1 telah selesai (33,33%) dan 2 belum dikerjakan; 1 di antaranya terlambat dari target waktunya." in text


def test_every_profile_has_a_text_for_every_section():
    data = data_of(item())
    for profil in all_profiles().values():
        texts = narrative.draft_sections(
            data, form=profil.laporan, unit="Kecamatan Contoh", instansi="Kabupaten Contoh"
        )
        assert [b.kode for b in profil.laporan.bagian if b.isi != "judul"] == list(texts)
        assert all(texts.values())
        assert not any(re.search(r"\{\w+\}", text) for text in texts.values())


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda t: re.search(r"\w", t)
)
any_item = st.builds(
    Butir,
    aksi=st.integers(1, 4),
    bulan=st.integers(1, 12),
    area=st.sampled_from(Area.values),
    aspek=st.sampled_from(["", "pemenuhan"]),
    indikator=words,
    uraian=words,
    status=st.sampled_from(["belum", "berjalan", "selesai"]),
    keadaan=st.just("belum"),
    persen=st.integers(0, 100),
    kendala=st.one_of(st.just(""), words),
    bukti=st.lists(
        st.builds(Bukti, data_dukung=st.integers(1, 9), judul=words, versi=st.integers(0, 3)), max_size=8
    ).map(tuple),
)
late_or_not = st.tuples(any_item, st.booleans()).map(
    lambda pair: Butir(
        **{f: getattr(pair[0], f) for f in Butir.__slots__}
        | {"keadaan": "selesai" if pair[0].status == "selesai" else "terlambat" if pair[1] else pair[0].status}
    )
)


@given(st.lists(late_or_not, max_size=30), st.integers(1, 4), st.sampled_from(sorted(all_profiles())))
def test_no_figures_make_nonsense(butir, triwulan, kode):
    form = get_profil(kode).laporan
    data = summarise(butir, tahun=2026, triwulan=triwulan, today=TODAY)
    texts = narrative.draft_sections(data, form=form, unit="Unit", instansi="Instansi")
    for bagian in narrative.text_sections(form):
        text = texts[bagian.kode]
        own = text
        # What people wrote may say anything; the longest goes first, or "0" would leave the sign of "0%" behind.
        theirs = {narrative.one_line(w) for b in butir for w in (b.uraian, b.kendala, *(e.judul for e in b.bukti))}
        for words_of_people in sorted(theirs - {""}, key=len, reverse=True):
            own = own.replace(words_of_people, "")
        assert text.strip()
        assert not re.search(r"None|\bnan\b|\b0 (target|rencana|dari|telah|sedang|belum|di antaranya)|\(0%\)", own)
        if bagian.area:
            h = data.of(bagian.area).hitungan
            assert ("seluruhnya" in text) <= (h.selesai == h.jatuh_tempo)
            assert ("tidak ada rencana aksi" in own) <= (h.jatuh_tempo == 0)
            if not h.jatuh_tempo:
                assert "%" not in own


@given(st.lists(late_or_not, max_size=30), st.integers(1, 4))
def test_shares_add_up(butir, triwulan):
    data = summarise(butir, tahun=2026, triwulan=triwulan, today=TODAY)
    for h in (data.total, *(a.hitungan for a in data.area)):
        assert h.selesai + h.berjalan + h.belum == h.jatuh_tempo
        assert h.terlambat <= h.jatuh_tempo - h.selesai
        assert h.persen is None or 0 <= h.persen <= 100
    assert data.total.jatuh_tempo == sum(a.hitungan.jatuh_tempo for a in data.area)


def test_blocks_reads_paragraphs_and_lists():
    text = "Pembuka.\n\nDaftar:\n1. satu\n2) dua\n\nPenutup.\n- a\n• b\n1. baru"
    assert blocks(text) == [
        Blok("paragraf", ("Pembuka.",)),
        Blok("paragraf", ("Daftar:",)),
        Blok("nomor", ("satu", "dua")),
        Blok("paragraf", ("Penutup.",)),
        Blok("butir", ("a", "b")),
        Blok("nomor", ("baru",)),
    ]


def test_a_list_goes_on_after_a_paragraph_and_starts_again_at_one():
    assert blocks("1. a\nantara\n2. b\n1. c") == [
        Blok("nomor", ("a",)),
        Blok("paragraf", ("antara",)),
        Blok("nomor", ("b",), 2),
        Blok("nomor", ("c",)),
    ]


def test_under_a_list_heading_every_line_is_an_item():
    assert blocks("1. UU satu\nUU dua\n- UU tiga", isi="daftar") == [Blok("nomor", ("UU satu", "UU dua", "UU tiga"))]
    assert blocks("  \n", isi="daftar") == []


@given(st.text(max_size=200))
def test_blocks_lose_no_word(text):
    kept = " ".join(" ".join(b.isi) for b in blocks(text))
    for word in re.findall(r"[^\W\d_]+", text):
        assert word in kept
