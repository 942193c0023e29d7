"""NIP: 18 digits = date of birth (8), month of appointment (6), sex (1), serial (3) (PP/BKN numbering)."""

import re
from datetime import date

from django.core.exceptions import ValidationError


def clean_nip(value: str) -> str:
    """Digits only, so that the printed form `19800101 200501 1 001` may be typed or pasted."""
    return re.sub(r"[\s.\-]", "", value or "")


def validate_nip(value: str) -> None:
    if not re.fullmatch(r"\d{18}", value):
        raise ValidationError(f"NIP harus 18 angka; yang diisi {len(value)} karakter.", code="nip")
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        raise ValidationError("Delapan angka pertama NIP harus tanggal lahir (TTTTBBHH).", code="nip") from None
    if not 1 <= int(value[12:14]) <= 12:
        raise ValidationError("Angka ke-13 dan 14 NIP harus bulan pengangkatan (01-12).", code="nip")
    if value[14] not in "12":
        raise ValidationError("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).", code="nip")
