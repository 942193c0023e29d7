"""What a person chooses to have printed together."""

from collections.abc import Sequence

from django import forms

from reports.models import Dokumen
from units.choices import ROMAN
from units.crispy import FormHelperZI


class MassalForm(forms.Form):
    """Kind and quarter; `kinds` are those of which this role may make several papers."""

    jenis = forms.ChoiceField(label="Jenis dokumen")
    triwulan = forms.TypedChoiceField(
        label="Triwulan",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "Semua triwulan"), *((n, f"Triwulan {ROMAN[n]}") for n in (1, 2, 3, 4))],
        help_text="Berlaku untuk laporan triwulan.",
    )
    bernomor = forms.BooleanField(
        label="Terbitkan dengan nomor",
        required=False,
        help_text="Setiap dokumen mengambil nomor berikutnya dari register. Nomor yang sudah diambil tidak dapat dibatalkan.",
    )

    def __init__(self, *args, kinds: Sequence[str], may_number: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [(jenis, Dokumen.Jenis(jenis).label) for jenis in kinds]
        if not may_number:
            del self.fields["bernomor"]
        self.helper = FormHelperZI(guard=False)

    @property
    def asked(self) -> dict[str, object]:
        """Keyword arguments of `request_massal`."""
        quarter = self.cleaned_data["triwulan"] if self.cleaned_data["jenis"] == Dokumen.Jenis.LAMPIRAN_II else None
        numbered = self.cleaned_data.get("bernomor", False)
        return {"jenis": self.cleaned_data["jenis"], "triwulan": quarter, "bernomor": numbered}


class PilihanForm(forms.Form):
    """Which of the ready ones were ticked."""

    objek = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Pilih paling sedikit satu dokumen, lalu mulai lagi."}
    )

    def __init__(self, *args, ready: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objek"].choices = [(pk, pk) for pk in ready]
