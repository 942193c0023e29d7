"""How a session, an agreement and a question are cleaned."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from action_plans.models import KesepakatanPembinaan, Konsultasi, Pembinaan
from action_plans.services.agreements import owners_in
from units.choices import Area, JenisPeran
from units.crispy import FormHelperZI
from units.errors import BenturanPerubahan
from units.forms.fields import DateInput, GuardedModelForm, layout
from units.models import PembangunanZI, Peran, User

MAX_CATATAN = 20_000
TANGGAL = {"required": "Isi tanggalnya.", "invalid": "Isi tanggal yang benar."}


class PilihPembina(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Peran) -> str:
        return f"{obj.user.nama} ({obj.user.jabatan})" if obj.user.jabatan else obj.user.nama


def coaches_for(pembangunan: PembangunanZI) -> QuerySet[Peran]:
    """Tim Pembina of the institution today, without those who belong to the unit."""
    rows = Peran.objects.active_on(timezone.localdate()).filter(
        jenis=JenisPeran.TIM_PEMBINA, instansi_id=pembangunan.unit.instansi_id
    )
    return rows.exclude(user__unit_id=pembangunan.unit_id).select_related("user").order_by("user__nama")


class PembinaanForm(GuardedModelForm):
    """When, where and who. The texts of a session save themselves on the writing page."""

    pembina = PilihPembina(
        Peran.objects.none(),
        label="Tim Pembina yang hadir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu anggota Tim Pembina."},
    )

    class Meta:
        model = Pembinaan
        fields = ["jenis", "tanggal", "daring", "tempat", "pembina", "peserta"]
        widgets = {"tanggal": DateInput, "peserta": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"tanggal": TANGGAL, "tempat": {"required": "Isi tempat atau nama rapat daringnya."}}

    def __init__(self, *args, pembangunan: PembangunanZI, submit: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.tahun = pembangunan.periode.tahun
        self.fields["pembina"].queryset = coaches_for(pembangunan)
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)
        self.helper.layout = layout(self, ("jenis", "tanggal"))

    def clean_tanggal(self):
        tanggal = self.cleaned_data["tanggal"]
        if tanggal.year != self.tahun:
            raise forms.ValidationError(f"Tanggal pembinaan harus dalam tahun program {self.tahun}.")
        return tanggal

    def isian(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if name != "pembina"}


class PilihPemilik(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.nama} ({obj.jabatan})" if obj.jabatan else obj.nama


class KesepakatanForm(forms.ModelForm):
    penanggung_jawab = PilihPemilik(
        User.objects.none(), label="Penanggung jawab", required=False, empty_label="Tim Pembangunan ZI unit ini"
    )

    class Meta:
        model = KesepakatanPembinaan
        fields = ["uraian", "area", "penanggung_jawab", "tenggat"]
        widgets = {"tenggat": DateInput, "uraian": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "tenggat": {"required": "Isi tenggatnya.", "invalid": "Isi tanggal yang benar."},
            "uraian": {"required": "Tulis apa yang disepakati."},
        }

    def __init__(self, *args, pembinaan: Pembinaan, submit: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.pembinaan = pembinaan
        self.fields["versi"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, localize=False, initial=self.instance.versi
        )
        self.fields["area"].choices = [("", "Seluruh unit kerja"), *Area.choices]
        people = owners_in(pembinaan.pembangunan)
        self.fields["penanggung_jawab"].queryset = User.objects.filter(pk__in=[u.pk for u in people])
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)
        self.helper.layout = layout(self, ("area", "penanggung_jawab", "tenggat"))

    def clean_tenggat(self):
        tenggat = self.cleaned_data["tenggat"]
        if tenggat < self.pembinaan.tanggal:
            raise forms.ValidationError("Tenggat tidak boleh sebelum tanggal pembinaan.")
        return tenggat

    def tell_conflict(self, other: BenturanPerubahan) -> None:
        """Both texts are shown; what the person sends next is their choice."""
        self.add_error(
            None,
            f"{other.oleh} mengubah kesepakatan ini menjadi “{other.nilai}” pada {other.pada}. Isian Anda belum disimpan: "
            "periksa, lalu simpan lagi bila tetap ingin mengubahnya.",
        )
        self.data = self.data.copy()
        self.data["versi"] = other.versi


class KonsultasiForm(forms.ModelForm):
    """The head of a question; its text and attachments stand beside it in the template."""

    class Meta:
        model = Konsultasi
        fields = ["judul", "area", "indikator"]
        error_messages = {"judul": {"required": "Isi pokok pertanyaannya."}, "area": {"required": "Pilih komponennya."}}

    def __init__(self, *args, indikator: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Pilih komponen"), *Area.choices]
        names = [(name, name) for name in indikator]
        self.fields["indikator"] = forms.ChoiceField(
            label="Indikator", required=False, choices=[("", "Tidak khusus satu indikator"), *names]
        )
        self.helper = FormHelperZI(self)
        self.helper.form_tag = False
        self.helper.layout = layout(self, ("area", "indikator"))
