"""Examples of each kind: complete enough to be issued, and the sizes that papers are tried with."""

import pytest

from reports.contoh import contoh
from reports.data import from_json, to_json
from reports.kinds import JENIS
from reports.layouts import html_of
from tests.reports.samples import LONG_NOTE, MANY, sample, variants


@pytest.mark.parametrize("jenis", JENIS)
def test_each_kind_has_an_example_that_lacks_nothing_and_survives_storage(jenis):
    data = contoh(jenis)
    assert data.kekurangan() == []
    assert from_json(JENIS[jenis].data, to_json(data)) == data


@pytest.mark.parametrize("jenis", JENIS)
def test_a_tiny_sample_is_printed_without_its_optional_parts(jenis):
    for data in variants(jenis, "tiny").values():
        assert data.kop.alamat == "" == data.kop.logo
        assert data.unit in html_of(data)


@pytest.mark.parametrize(
    "jenis", ["lampiran_i", "lampiran_ii", "lke", "lhe", "tindak_lanjut", "keputusan", "pakta_massal"]
)
def test_a_huge_sample_has_five_hundred_rows(jenis):
    assert html_of(sample(jenis, "huge")).count("<tr") >= MANY


def test_a_huge_sample_carries_notes_of_three_thousand_characters():
    data = sample("tindak_lanjut", "huge")
    assert sum(row.tindak_lanjut == LONG_NOTE for row in data.baris) == MANY // 50
