"""What several forms share: fields, and the guard against overwriting what somebody else has just changed."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Model

from units.history import label_of
from units.models import Riwayat, UnitKerja
from units.templatetags.indonesia import waktu
from units.validators import clean_nip, validate_nip


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class NipField(forms.CharField):
    """18 digits, typed or pasted with spaces as printed."""

    default_validators = [validate_nip]

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: str) -> str:
        return clean_nip(super().to_python(value))


class UnitChoiceField(forms.ModelChoiceField):
    """Units in the order of their codes. The form sets the queryset: units of its own institution only."""

    def __init__(self, **kwargs):
        super().__init__(UnitKerja.objects.none(), empty_label="Tidak ada", **kwargs)

    def label_from_instance(self, obj: UnitKerja) -> str:
        return f"{obj.kode} {obj.nama}"


def layout(form: forms.BaseForm, *pairs: tuple[str, ...]) -> Layout:
    """The fields in their order; those of a pair stand beside each other where there is room."""
    beside = {pair[0]: pair for pair in pairs}
    second = {name for pair in pairs for name in pair[1:]}
    rows = (
        Row(*map(Column, beside[name]), css_class="align-items-end") if name in beside else name
        for name in form.fields
        if name not in second
    )
    return Layout(*rows)


class HistoryGuard:
    """For a form over an object with history: it carries the newest history row it was drawn from. When somebody has
    changed one of its fields since, both values are told, nothing is saved, and the person decides."""

    def guard(self, objek: Model, labels: Iterable[str]) -> None:
        """Call at the end of `__init__`; `labels` are the names of the form's fields in the history."""
        self.guarded, self.labels = objek.riwayat, set(labels)
        self.fields["versi"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, localize=False, initial=self._newest()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seen = data.pop("versi", None)
        if seen is not None:
            newer = self.guarded.filter(pk__gt=seen, kolom__in=self.labels).select_related("oleh")
            for row in newer:
                self.add_error(None, _told(row))
            if newer:
                self.data = self.data.copy()
                self.data["versi"] = self._newest()
        return data

    def _newest(self) -> int:
        return self.guarded.order_by("-pk").values_list("pk", flat=True).first() or 0


# Django's Indonesian is stilted here, and it says "email" where the portal says "surel".
INVALID = {
    forms.EmailField: "Isi alamat surel yang benar, misalnya nama@contoh.go.id.",
    forms.IntegerField: "Isi dengan bilangan bulat tanpa titik, misalnya 1234.",
}


class GuardedModelForm(HistoryGuard, forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) in INVALID:
                field.error_messages["invalid"] = INVALID[type(field)]
        if self.instance.pk:
            self.guard(self.instance, [label_of(self._meta.model._meta.get_field(name)) for name in self._meta.fields])

    def values(self) -> dict[str, Any]:
        """What a service may write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}


def _told(row: Riwayat) -> str:
    return (
        f"{row.oleh or 'Sistem'} mengubah {row.kolom} dari “{row.dari}” menjadi “{row.ke}” pada {waktu(row.waktu)}, "
        "setelah halaman ini dibuka. Isian Anda belum disimpan: periksa, lalu simpan lagi bila tetap ingin mengubahnya."
    )
