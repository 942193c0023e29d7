"""How input of clarifications, visits, the plenary, the LHE and recommendations is cleaned."""

from collections.abc import Iterable, Mapping

from django import forms

from evaluation.models import Klarifikasi, KunjunganLapangan
from evaluation.services.clarification import MAKS_TEKS
from evaluation.services.field import DataKunjungan
from evaluation.services.plenary import DataPleno
from evaluation.services.recommendation import DataRekomendasi
from units.crispy import FormHelperZI
from units.errors import BenturanPerubahan
from units.forms.fields import DateInput
from units.models import Peran


class VersionedForm(forms.Form):
    """Carries the version the person saw; after a conflict the next save overwrites by choice."""

    versi = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)

    def tell_conflict(self, other: BenturanPerubahan) -> None:
        """Both values stand on the page: theirs in the sentence, one's own in the fields."""
        self.add_error(
            None, f"{other} Yang tersimpan: “{other.nilai}”. Isian Anda belum disimpan; simpan lagi bila tetap dipakai."
        )
        self.data = self.data.copy()
        self.data["versi"] = other.versi

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("versi") or 0


class PeranChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Peran) -> str:
        return f"{obj.user}, {obj.label}"


def question_choices(pertanyaan: Mapping, codes: Iterable[str], *, empty: str) -> list[tuple[str, str]]:
    """Code and the beginning of the question, for a select."""
    return [("", empty), *((kode, f"{kode} {pertanyaan[kode].teks[:90]}") for kode in codes)]


class KlarifikasiForm(forms.Form):
    alasan = forms.ChoiceField(label="Alasan", choices=Klarifikasi.Alasan.choices)
    permintaan = forms.CharField(
        label="Permintaan kepada unit kerja",
        max_length=MAKS_TEKS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Teks baku menurut alasannya; boleh diubah.",
        error_messages={"required": "Isi permintaan kepada unit kerja."},
    )
    tenggat = forms.DateField(label="Dijawab paling lambat", widget=DateInput)


class KunjunganForm(VersionedForm):
    tanggal = forms.DateField(label="Tanggal", widget=DateInput)
    tempat = forms.CharField(label="Tempat", max_length=150)
    penilai = PeranChoice(
        label="Penilai yang berkunjung",
        queryset=Peran.objects.none(),
        error_messages={"required": "Pilih sedikitnya satu penilai yang berkunjung."},
    )
    ditemui = forms.CharField(
        label="Ditemui",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=KunjunganLapangan._meta.get_field("ditemui").help_text,
    )
    ringkasan = forms.CharField(label="Ringkasan", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, penilai, submit: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["penilai"].queryset = penilai
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)

    def values(self) -> DataKunjungan:
        data = self.cleaned_data
        return DataKunjungan(
            data["tanggal"], data["tempat"], tuple(data["penilai"]), data["ditemui"], data["ringkasan"]
        )


class PlenoForm(VersionedForm):
    tanggal = forms.DateField(label="Tanggal pleno", widget=DateInput)
    tempat = forms.CharField(label="Tempat", max_length=150)
    hadir = PeranChoice(
        label="Yang hadir", queryset=Peran.objects.none(), error_messages={"required": "Pilih yang hadir dalam pleno."}
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Tercetak pada berita acara.",
    )

    def __init__(self, *args, hadir, submit: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hadir"].queryset = hadir
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)

    def values(self) -> DataPleno:
        data = self.cleaned_data
        return DataPleno(data["tanggal"], data["tempat"], tuple(data["hadir"]), data["catatan"])


class LHEForm(VersionedForm):
    nomor = forms.CharField(label="Nomor LHE", max_length=100)
    tanggal = forms.DateField(label="Tanggal LHE", widget=DateInput)
    catatan = forms.CharField(
        label="Catatan umum",
        required=False,
        max_length=MAKS_TEKS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Gambaran umum dan hal yang perlu diperhatikan; tercetak pada LHE.",
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)


class TandaTanganForm(forms.Form):
    sidik = forms.CharField(widget=forms.HiddenInput)
    kata_sandi = forms.CharField(
        label="Kata sandi Anda",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Kata sandi akun Anda mengesahkan tanda tangan ini.",
        error_messages={"required": "Isi kata sandi Anda untuk menandatangani."},
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Tanda tangani", cancel_url=cancel_url, guard=False)


class RekomendasiForm(VersionedForm):
    kode = forms.ChoiceField(label="Pertanyaan", required=False, help_text="Boleh kosong untuk rekomendasi umum.")
    uraian = forms.CharField(label="Rekomendasi", max_length=MAKS_TEKS, widget=forms.Textarea(attrs={"rows": 4}))
    penanggung_jawab = forms.CharField(
        label="Penanggung jawab", max_length=150, help_text="Jabatan di unit kerja yang menindaklanjuti."
    )
    tenggat = forms.DateField(label="Tenggat", widget=DateInput)

    def __init__(self, *args, pertanyaan: Mapping, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kode"].choices = question_choices(pertanyaan, pertanyaan, empty="Rekomendasi umum")
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)

    def values(self) -> DataRekomendasi:
        data = self.cleaned_data
        return DataRekomendasi(data["uraian"], data["penanggung_jawab"], data["tenggat"], data["kode"])


class TindakLanjutForm(forms.Form):
    uraian = forms.CharField(
        label="Tindak lanjut yang dilakukan",
        max_length=MAKS_TEKS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis tindak lanjut yang dilakukan."},
    )
