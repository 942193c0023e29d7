"""How input about clients of the API is cleaned."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from reports.api.clients import MASA_PALING_LAMA, TENGGANG_PALING_LAMA, roles_to_read_as
from reports.models import KlienAPI
from units.crispy import FormHelperZI
from units.forms.fields import DateInput
from units.models import Peran

SETAHUN = timedelta(days=365)


class PeranField(forms.ModelChoiceField):
    """Role, place and holder in one line."""

    def label_from_instance(self, obj: Peran) -> str:
        place = f" {obj.unit.nama}" if obj.unit else ""
        return f"{obj.label}{place} ({obj.user.nama})"


class BerlakuForm(forms.Form):
    """The last day of a token."""

    berlaku_sampai = forms.DateField(
        label="Token berlaku sampai", widget=DateInput, help_text="Paling lama satu tahun; sesudah itu token diganti."
    )

    def clean_berlaku_sampai(self) -> date:
        day, today = self.cleaned_data["berlaku_sampai"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("Tanggal ini sudah lewat. Isi hari ini atau sesudahnya.")
        if day > today + MASA_PALING_LAMA:
            raise forms.ValidationError("Token berlaku paling lama satu tahun. Isi tanggal yang lebih awal.")
        return day


class KlienForm(BerlakuForm):
    """A program, the role it reads as, and what it may read of that."""

    nama = forms.CharField(label="Nama klien", max_length=100, help_text="Contoh: Satu Data Kabupaten")
    keperluan = forms.CharField(
        label="Keperluan", max_length=200, help_text="Untuk apa datanya dipakai. Pemegang peran diberi tahu."
    )
    peran = PeranField(
        Peran.objects.none(), label="Membaca sebagai", empty_label="Pilih peran",
        help_text="Klien melihat apa yang dilihat peran ini; bila perannya berakhir, tokennya berhenti.",
    )  # fmt: skip
    cakupan = forms.MultipleChoiceField(
        label="Cakupan", choices=KlienAPI.Cakupan.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu cakupan."},
    )  # fmt: skip
    field_order = ["nama", "keperluan", "peran", "cakupan", "berlaku_sampai"]

    def __init__(self, *args, instansi_id: int, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peran"].queryset = roles_to_read_as(instansi_id)
        self.initial.setdefault("berlaku_sampai", timezone.localdate() + SETAHUN)
        self.helper = FormHelperZI(self, submit="Buat klien", cancel_url=cancel_url)


class TokenForm(BerlakuForm):
    """The exchange of a token."""

    tenggang = forms.IntegerField(
        label="Token lama tetap berlaku (hari)", min_value=0, max_value=TENGGANG_PALING_LAMA, initial=7,
        help_text="0 mengakhiri token lama seketika, misalnya bila token itu bocor.",
    )  # fmt: skip
    field_order = ["tenggang", "berlaku_sampai"]

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("berlaku_sampai", timezone.localdate() + SETAHUN)
        self.helper = FormHelperZI(self, submit="Ganti token", cancel_url=cancel_url)
