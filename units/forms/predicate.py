"""Forms of predicates: decrees, reviews, awards."""

from typing import Any

from django import forms
from django.utils import timezone

from units.choices import JenisPredikat
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, UnitChoiceField, layout
from units.models import Instansi, Penghargaan, TinjauanPredikat, UnitKerja
from units.services.predicate import DataKeputusan, signer_of


def _active_units(instansi: Instansi):
    return UnitKerja.objects.filter(instansi=instansi, is_active=True)


class KeputusanForm(forms.Form):
    """What every decree has. Subclasses add their own fields before it."""

    nomor = forms.CharField(label="Nomor keputusan", max_length=100)
    tanggal = forms.DateField(label="Tanggal keputusan", widget=DateInput)
    penanda_tangan = forms.CharField(label="Ditandatangani oleh", max_length=150)
    berkas = forms.FileField(
        label="Berkas keputusan",
        required=False,
        help_text="PDF, JPG, atau PNG. Tidak perlu bila keputusan bernomor ini sudah tercatat untuk unit lain.",
    )

    def clean_tanggal(self):
        tanggal = self.cleaned_data["tanggal"]
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan tidak boleh sesudah hari ini.")
        return tanggal

    def decree(self) -> DataKeputusan:
        data = self.cleaned_data
        return DataKeputusan(
            nomor=data["nomor"].strip(),
            tanggal=data["tanggal"],
            penanda_tangan=data["penanda_tangan"].strip(),
            berkas=data["berkas"] or None,
        )


class PredikatGrantForm(KeputusanForm):
    """The signer is not chosen: the profile names him."""

    mulai = forms.DateField(label="Berlaku sejak", widget=DateInput)
    field_order = ("nomor", "tanggal", "penanda_tangan", "mulai", "berkas")

    def __init__(self, *args, penanda_tangan: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["penanda_tangan"].initial = penanda_tangan
        self.fields["penanda_tangan"].disabled = True
        self.fields["penanda_tangan"].help_text = "Menurut profil regulasi tahun ini."
        self.helper = FormHelperZI(self, submit="Catat predikat", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor", "tanggal"))


class PredikatEnterForm(KeputusanForm):
    """A predicate from before the portal: another regulation may have named another signer."""

    unit = UnitChoiceField(label="Unit kerja")
    jenis = forms.ChoiceField(label="Predikat", choices=JenisPredikat.choices, widget=forms.RadioSelect)
    mulai = forms.DateField(label="Berlaku sejak", widget=DateInput)
    reevaluasi = forms.DateField(
        label="Evaluasi ulang paling lambat",
        required=False,
        widget=DateInput,
        help_text="Isi bila sudah pernah dievaluasi ulang; bila kosong, dua tahun sejak predikat berlaku.",
    )
    field_order = ("unit", "jenis", "nomor", "tanggal", "penanda_tangan", "mulai", "reevaluasi", "berkas")

    def __init__(self, *args, instansi: Instansi, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _active_units(instansi)
        self.fields["unit"].empty_label = "Pilih unit"
        self.fields[
            "penanda_tangan"
        ].help_text = (
            f"Contoh: {signer_of(instansi, JenisPredikat.WBK)} untuk Menuju WBK, Menteri PANRB untuk Menuju WBBM."
        )
        self.fields["berkas"].help_text = "PDF, JPG, atau PNG. Boleh kosong bila berkasnya tidak ada lagi."
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor", "tanggal"), ("mulai", "reevaluasi"))


class TinjauanOpenForm(forms.Form):
    sebab = forms.ChoiceField(label="Sebab", choices=TinjauanPredikat.Sebab.choices, widget=forms.RadioSelect)
    uraian = forms.CharField(
        label="Uraian",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Apa yang dilaporkan atau ditemukan, kapan, dan dari mana. Dibaca oleh kepala unit.",
    )
    tenggat = forms.DateField(label="Klarifikasi unit paling lambat", widget=DateInput)

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Tinjau predikat", cancel_url=cancel_url)


class TinjauanAnswerForm(forms.Form):
    tanggapan = forms.CharField(label="Klarifikasi", widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Kirim klarifikasi", cancel_url=cancel_url)


class TinjauanRevokeForm(KeputusanForm):
    alasan = forms.CharField(label="Alasan pencabutan", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, cancel_url: str, penanda_tangan: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["penanda_tangan"].initial = penanda_tangan
        self.helper = FormHelperZI(self, submit="Cabut predikat", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor", "tanggal"))


class PenghargaanForm(forms.Form):
    jenis = forms.ChoiceField(label="Jenis", choices=Penghargaan.Jenis.choices, widget=forms.RadioSelect)
    uraian = forms.CharField(label="Uraian", widget=forms.Textarea(attrs={"rows": 3}))
    tanggal = forms.DateField(label="Tanggal", widget=DateInput)
    unit_replikasi = UnitChoiceField(
        label="Unit yang mereplikasi", required=False, help_text="Hanya untuk replikasi praktik baik."
    )

    def __init__(self, *args, instansi: Instansi, unit: UnitKerja, cancel_url: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit_replikasi"].queryset = _active_units(instansi).exclude(pk=unit.pk)
        self.helper = FormHelperZI(submit="Simpan", cancel_url=cancel_url)
