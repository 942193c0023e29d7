"""Indonesian dates, numbers and NIP, the same on page and paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from units.templatetags import indonesia
from units.validators import clean_nip, validate_nip


def test_dates():
    assert indonesia.tanggal(date(2026, 11, 21)) == "21 November 2026"
    assert indonesia.tanggal(None) == ""
    assert indonesia.waktu(datetime(2026, 11, 21, 3, 42, tzinfo=UTC)) == "21 November 2026 10.42"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(Decimal("1234.5"), 2, "1.234,50"), (0, 0, "0"), (1234567, 0, "1.234.567"), (-3.126, 2, "-3,13"), (None, 2, "")],
)
def test_numbers(value, decimals, text):
    assert indonesia.angka(value, decimals) == text


def test_nip_is_printed_in_its_four_groups():
    assert indonesia.nip("198001012005011001") == "19800101 200501 1 001"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("19800101 200501 1 001", "198001012005011001"), ("19800101.200501.1.001", "198001012005011001")],
)
def test_nip_may_be_typed_as_printed(typed, kept):
    assert clean_nip(typed) == kept
    validate_nip(kept)


@pytest.mark.parametrize(
    ("nip", "reason"),
    [
        ("1980010120050110", "18 angka"),
        ("19800101200501100x", "18 angka"),
        ("198013012005011001", "tanggal lahir"),
        ("198001012005131001", "bulan pengangkatan"),
        ("198001012005013001", "1 .laki-laki. atau 2"),
    ],
)
def test_wrong_nip_says_what_is_wrong(nip, reason):
    with pytest.raises(ValidationError, match=reason):
        validate_nip(nip)


def test_size():
    assert [indonesia.ukuran(n) for n in (0, 900, 1_300_000)] == ["0 B", "900 B", "1,2 MB"]
