"""The programme year, its calendar, and the units in it."""

from datetime import date
from typing import Any

from django import forms

from units.choices import JenisPredikat
from units.crispy import FormHelperZI
from units.findings import Temuan
from units.forms.fields import DateInput, GuardedModelForm, HistoryGuard, layout
from units.models import Instansi, PembangunanZI, Periode, UnitKerja
from units.predicate import wbbm_findings
from units.profiles import get_profil
from units.services.periode import check_tenggat, history_label

WBBM_RULE = "Menuju WBBM hanya untuk unit yang sudah berpredikat WBK."


class PeriodeForm(forms.Form):
    tahun = forms.IntegerField(label="Tahun program", min_value=2010, max_value=2100, localize=False)

    def __init__(self, *args, instansi: Instansi, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.instansi = instansi
        self.helper = FormHelperZI(self, submit="Buka tahun program", cancel_url=cancel_url)

    def clean_tahun(self) -> int:
        tahun = self.cleaned_data["tahun"]
        if Periode.objects.filter(instansi=self.instansi, tahun=tahun).exists():
            raise forms.ValidationError(f"Tahun program {tahun} sudah ada.")
        return tahun


class TenggatForm(HistoryGuard, forms.Form):
    """One date per deadline of the year, drawn as a table; checked together."""

    def __init__(self, *args, periode: Periode, **kwargs):
        super().__init__(*args, **kwargs)
        self.periode = periode
        order = [item.kode for item in get_profil(periode.profil).tenggat]
        rows = sorted(
            periode.tenggat.all(), key=lambda t: (order.index(t.kode) if t.kode in order else len(order), t.tanggal)
        )
        for row in rows:
            self.fields[row.kode] = forms.DateField(
                label=row.nama,
                initial=row.tanggal,
                widget=DateInput,
                error_messages={"required": "Isi tanggalnya.", "invalid": "Isi tanggal yang benar."},
            )
        self.guard(periode.instansi, [history_label(row.nama, periode.tahun) for row in rows])

    def dates(self) -> list[tuple[str, str, date]]:
        return [
            (k, str(field.label), self.cleaned_data[k]) for k, field in self.fields.items() if self.cleaned_data.get(k)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for hal in self._findings():
            self.add_error(hal.tempat, hal.pesan)
        return data

    def _findings(self) -> list[Temuan]:
        return check_tenggat(self.periode.tahun, self.dates())


def decree_date(tgl: date | None, tahun: int) -> date | None:
    """A decree is of its programme year or of the year before, when it is prepared; anything else is a slip of the keys."""
    if tgl and not tahun - 1 <= tgl.year <= tahun:
        raise forms.ValidationError(f"Tanggal keputusan harus dalam tahun {tahun - 1} atau {tahun}.")
    return tgl


class PembangunanAddForm(forms.Form):
    unit = forms.ModelMultipleChoiceField(
        UnitKerja.objects.none(),
        label="Unit kerja",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu unit."},
    )
    target = forms.ChoiceField(label="Target predikat", choices=JenisPredikat, help_text=WBBM_RULE)
    nomor = forms.CharField(label="Nomor keputusan penetapan", max_length=100, required=False)
    tanggal_sk = forms.DateField(
        label="Tanggal keputusan penetapan",
        required=False,
        widget=DateInput,
        help_text="Tanpa nomor dan tanggal keputusan, unit menjadi calon yang masih harus mencanangkan.",
    )

    def __init__(self, *args, periode: Periode, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.tahun = periode.tahun
        self.fields["unit"].queryset = UnitKerja.objects.filter(instansi=periode.instansi_id, is_active=True).exclude(
            pembangunan__periode=periode
        )
        self.helper = FormHelperZI(self, submit="Daftarkan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor", "tanggal_sk"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "tanggal_sk" in data and bool(data.get("nomor")) != bool(data["tanggal_sk"]):
            missing = "tanggal_sk" if data.get("nomor") else "nomor"
            self.add_error(missing, "Isi nomor dan tanggal keputusan, atau kosongkan keduanya.")
        for found in wbbm_findings(data.get("unit") or (), data.get("target", "")):
            self.add_error("target", found.pesan)
        return data

    def clean_tanggal_sk(self) -> date | None:
        return decree_date(self.cleaned_data["tanggal_sk"], self.tahun)


class PembangunanForm(GuardedModelForm):
    class Meta:
        model = PembangunanZI
        fields = ["target", "nomor_penetapan", "tanggal_penetapan"]
        widgets = {"tanggal_penetapan": DateInput}
        help_texts = {"target": WBBM_RULE}

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor_penetapan", "tanggal_penetapan"))
        # The model form writes on its instance before the service compares.
        self.target_before = self.instance.target

    def clean_target(self) -> str:
        target = self.cleaned_data["target"]
        if target != self.target_before:
            for found in wbbm_findings([self.instance.unit], target):
                raise forms.ValidationError(found.pesan)
        return target

    def clean_tanggal_penetapan(self) -> date | None:
        return decree_date(self.cleaned_data["tanggal_penetapan"], self.instance.periode.tahun)
