"""How the report's sections and the filter of the report list are cleaned."""

from django import forms

from units.errors import Ditolak

MAX_BAGIAN = 30_000


def clean_section(isi: str) -> str:
    """Line ends of one kind, nothing around; raises Ditolak when it is too long for a section."""
    isi = isi.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(isi) > MAX_BAGIAN:
        raise Ditolak(f"Bagian ini paling panjang {MAX_BAGIAN} karakter; tulisan Anda {len(isi)} karakter.")
    return isi


class LaporanFilter(forms.Form):
    """State of the list of all units' reports, kept in its address."""

    KEADAAN = [
        ("", "Semua"),
        ("terlambat", "Terlambat"),
        ("belum", "Belum disampaikan"),
        ("disampaikan", "Menunggu penerimaan"),
        ("dikembalikan", "Dikembalikan"),
        ("diterima", "Diterima"),
    ]

    q = forms.CharField(label="Unit kerja", required=False, max_length=100)
    triwulan = forms.TypedChoiceField(
        label="Triwulan",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "Semua"), (1, "Triwulan I"), (2, "Triwulan II"), (3, "Triwulan III"), (4, "Triwulan IV")],
    )
    tampilan = forms.CharField(required=False, widget=forms.HiddenInput)
    keadaan = forms.ChoiceField(label="Keadaan", choices=KEADAAN, required=False)
