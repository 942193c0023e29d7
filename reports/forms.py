"""What a person asks to have printed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from reports.data import TATA_LETAK
from reports.models import Dokumen
from reports.services import Cetakan

DRAF, DISETUJUI = "draf", "disetujui"


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class DokumenForm(forms.Form):
    """`objek` is the plan, the report or the unit's year; layout and state are asked of plans only."""

    jenis = forms.ChoiceField(choices=Dokumen.Jenis.choices, widget=forms.HiddenInput)
    objek = forms.IntegerField(widget=forms.HiddenInput)
    keadaan = forms.ChoiceField(
        label="Isi", choices=[(DISETUJUI, "Disetujui"), (DRAF, "Draf")], required=False, widget=_select()
    )
    tata_letak = forms.ChoiceField(label="Bentuk", choices=list(TATA_LETAK.items()), required=False, widget=_select())

    @classmethod
    def offering(cls, jenis: str, objek: int, cetakan: Sequence[Cetakan]) -> "DokumenForm":
        """The form for what can be printed now; a choice of one is no question."""
        states = [(DRAF if c.draf else DISETUJUI, c.label) for c in cetakan]
        own = getattr(cetakan[0].data[""], "tata_letak", "")
        form = cls(
            initial={"jenis": jenis, "objek": objek, "keadaan": states[0][0], "tata_letak": own},
            auto_id=f"id_{jenis}_%s",
        )
        form.fields["keadaan"].choices = states
        if len(states) == 1:
            form.fields["keadaan"].widget = forms.HiddenInput()
        if not own:
            del form.fields["tata_letak"]
        return form

    @property
    def asked(self) -> dict[str, Any]:
        """Keyword arguments of `services.choose`."""
        return {"tata_letak": self.cleaned_data["tata_letak"], "draf": self.cleaned_data["keadaan"] != DISETUJUI}
