"""Which coaching report is prepared, and who signs it as the team."""

from django import forms
from django.utils import timezone

from action_plans.forms.coaching import PilihPembina
from action_plans.models import LaporanPembinaan
from units.choices import JenisPeran
from units.crispy import FormHelperZI
from units.models import PembangunanZI, Peran, Periode


class PilihUnit(forms.ModelChoiceField):
    def label_from_instance(self, obj: PembangunanZI) -> str:
        return obj.unit.nama


class LaporanPembinaanForm(forms.Form):
    pembangunan = PilihUnit(
        PembangunanZI.objects.none(), label="Unit kerja", required=False, empty_label="Seluruh unit kerja"
    )
    rentang = forms.ChoiceField(label="Periode laporan", choices=LaporanPembinaan.Rentang.choices)
    bentuk = forms.ChoiceField(
        label="Bentuk laporan", choices=LaporanPembinaan.Bentuk.choices, widget=forms.RadioSelect, initial="bab"
    )

    def __init__(self, *args, peran: Peran, periode: Periode, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        own = PembangunanZI.objects.filter(periode=periode).exclude(unit_id=peran.user.unit_id)
        self.fields["pembangunan"].queryset = own.select_related("unit").order_by("unit__kode")
        self.helper = FormHelperZI(self, submit="Susun laporan", cancel_url=cancel_url)


class TimLaporanForm(forms.Form):
    tim = PilihPembina(
        Peran.objects.none(),
        label="Tim Pembina ZI yang menandatangani",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu anggota Tim Pembina."},
    )

    def __init__(self, *args, laporan: LaporanPembinaan, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        today = Peran.objects.active_on(timezone.localdate()).filter(
            jenis=JenisPeran.TIM_PEMBINA, instansi_id=laporan.instansi_id
        )
        if laporan.pembangunan_id:
            today = today.exclude(user__unit_id=laporan.pembangunan.unit_id)
        self.fields["tim"].queryset = today.select_related("user").order_by("user__nama")
        self.fields["tim"].initial = [p.pk for p in laporan.tim.all()]
        self.helper = FormHelperZI(self, submit="Simpan susunan tim", cancel_url=cancel_url)
