"""People and their roles."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from units.choices import JenisPeran
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, GuardedModelForm, NipField, UnitChoiceField, layout
from units.models import Peran, UnitKerja, User
from units.services.peran import TEAM_ROLES, CalonPeran
from units.templatetags.indonesia import tanggal

SEARCH_FIRST = "Cari orangnya di daftar pegawai; bila tidak ada di sana, hubungi pengelola portal."


class OrangForm(GuardedModelForm):
    nip = NipField(
        label="NIP",
        required=False,
        help_text="18 angka, boleh dengan spasi. Kosongkan untuk orang tanpa NIP.",
        error_messages={"unique": f"NIP ini sudah dipakai akun lain. {SEARCH_FIRST}"},
    )
    unit = UnitChoiceField(label="Unit kerja", required=False)
    pegawai = forms.BooleanField(
        label="Beri peran Pegawai di unit kerja itu mulai hari ini",
        required=False,
        initial=True,
    )

    class Meta:
        model = User
        fields = ["nama", "nip", "email", "golongan", "jabatan", "eselon", "unit"]
        help_texts = {"email": "Dipakai untuk masuk, pemberitahuan, dan mengatur ulang kata sandi."}
        error_messages = {"email": {"unique": f"Surel ini sudah dipakai akun lain. {SEARCH_FIRST}"}}

    def __init__(self, *args, by: Peran, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        units = UnitKerja.objects.filter(instansi=by.instansi_id)
        self.fields["unit"].queryset = units.filter(is_active=True) | units.filter(pk=self.instance.unit_id)
        if self.instance.pk:
            del self.fields["pegawai"]
        for name in ("golongan", "eselon"):
            self.fields[name].choices = [("", "Tidak ada"), *self.fields[name].choices[1:]]
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nip", "email"), ("golongan", "eselon"))

    def clean_email(self) -> str | None:
        return (self.cleaned_data["email"] or "").lower() or None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not {"nip", "email"} & self.errors.keys() and not data.get("nip") and not data.get("email"):
            self.add_error("nip", "Isi NIP atau surel: salah satunya dipakai untuk masuk.")
        return data

    def clean_nip(self) -> str | None:
        return self.cleaned_data["nip"] or None


class PeranForm(forms.Form):
    jenis = forms.ChoiceField(label="Peran")
    unit = UnitChoiceField(label="Unit kerja", required=False, help_text="Hanya untuk Kepala Unit Kerja dan Pegawai.")
    mulai = forms.DateField(label="Mulai berlaku", widget=DateInput)
    selesai = forms.DateField(
        label="Berlaku sampai", required=False, widget=DateInput, help_text="Kosongkan bila belum diketahui."
    )
    dasar = forms.CharField(
        label="Dasar penunjukan",
        required=False,
        max_length=200,
        help_text="Nomor dan tanggal keputusan atau surat tugas.",
    )

    def __init__(self, *args, orang: User, by: Peran, cancel_url: str, **kwargs):
        kwargs.setdefault("initial", {"mulai": timezone.localdate(), "unit": orang.unit_id})
        super().__init__(*args, **kwargs)
        self.orang, self.by = orang, by
        self.fields["jenis"].choices = [
            ("", "Pilih peran"),
            *((v, t) for v, t in JenisPeran.choices if v not in TEAM_ROLES),
        ]
        self.fields["unit"].queryset = UnitKerja.objects.filter(instansi=by.instansi_id, is_active=True)
        self.helper = FormHelperZI(self, submit="Beri peran", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("mulai", "selesai"))

    def calon(self) -> CalonPeran:
        """The role asked for."""
        return CalonPeran(user=self.orang, instansi=self.by.instansi, **self.cleaned_data)


class PeranEndForm(forms.Form):
    selesai = forms.DateField(
        label="Hari terakhir berlaku",
        widget=DateInput,
        help_text="Peran masih berlaku pada hari ini yang Anda isi; isi tanggal kemarin agar berhenti sekarang juga.",
    )
    alasan = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya mutasi, pensiun, atau keputusan baru beserta nomornya.",
    )

    def __init__(self, *args, mulai: date, cancel_url: str, **kwargs):
        today, before = timezone.localdate(), mulai - timedelta(days=1)
        kwargs.setdefault("initial", {"selesai": max(today, before)})
        super().__init__(*args, **kwargs)
        if mulai > today:
            self.fields[
                "selesai"
            ].help_text = f"Peran ini baru mulai berlaku pada {tanggal(mulai)}. Isi {tanggal(before)}, sehari sebelumnya, untuk membatalkannya."
        self.helper = FormHelperZI(self, submit="Akhiri peran", cancel_url=cancel_url)
