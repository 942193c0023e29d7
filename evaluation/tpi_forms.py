"""How input of TPI's team, evaluations and assignments is cleaned."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from evaluation.models import AnggotaPenilai, EvaluasiTPI, TimPenilai
from evaluation.services.tpi_open import Jendela, check_windows
from evaluation.tpi_workflow import BERJENDELA
from units.choices import Area
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, NipField
from units.models import Peran, Periode, User

F = EvaluasiTPI.Fase
AREA = [(a.value, a.label) for a in Area]
TANGGAL = {"required": "Isi tanggalnya.", "invalid": "Isi tanggal yang benar."}


class JendelaMixin(forms.Form):
    """First and last day of each phase, side by side."""

    def add_windows(self, jendela: Jendela) -> list[Row]:
        rows = []
        for fase in BERJENDELA:
            first, last = jendela.get(fase, (None, None))
            for part, initial in (("mulai", first), ("selesai", last)):
                self.fields[f"{fase}_{part}"] = forms.DateField(
                    label=f"{F(fase).label}, hari {'pertama' if part == 'mulai' else 'terakhir'}",
                    initial=initial,
                    widget=DateInput,
                    error_messages=TANGGAL,
                )
            rows.append(Row(Column(f"{fase}_mulai"), Column(f"{fase}_selesai")))
        return rows

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and (refusal := check_windows(self.windows())):
            fase = next(f for f in BERJENDELA if F(f).label == refusal.partition(":")[0].partition(" dimulai")[0])
            self.add_error(f"{fase}_mulai", refusal)
        return data

    def windows(self) -> Jendela:
        data = self.cleaned_data
        return {fase: (data[f"{fase}_mulai"], data[f"{fase}_selesai"]) for fase in BERJENDELA}


class EvaluasiOpenForm(JendelaMixin):
    jenis = forms.ChoiceField(label="Jenis evaluasi", choices=EvaluasiTPI.Jenis.choices)
    buta = forms.BooleanField(
        label="Penilaian ganda tertutup",
        required=False,
        help_text="Penilai pada pertanyaan yang sama baru saling melihat nilai setelah keduanya menyerahkan, atau setelah evaluasi meja berakhir.",
    )

    def __init__(self, *args, jendela: Jendela, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.add_windows(jendela)
        self.helper = FormHelperZI(self, submit="Buka evaluasi", cancel_url=cancel_url)
        self.helper.layout = Layout("jenis", "buta", Fieldset("Jendela setiap fase", *rows))


class JendelaForm(JendelaMixin):
    alasan = forms.CharField(
        label="Alasan perubahan",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Isi alasannya."},
    )

    def __init__(self, *args, jendela: Jendela, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.add_windows(jendela)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = Layout(Fieldset("Jendela setiap fase", *rows), "alasan")


class PenilaiChoiceField(forms.ModelChoiceField):
    """A role of TPI; the label says who and in which position."""

    def label_from_instance(self, obj: Peran) -> str:
        return f"{obj.user.nama} ({obj.label})"


class PenugasanForm(forms.Form):
    """An assessor and the areas given; `alasan_ketua` is asked when they coached the unit this year."""

    penilai = PenilaiChoiceField(
        queryset=Peran.objects.none(),
        label="Penilai",
        empty_label="Pilih penilai",
        error_messages={"required": "Pilih penilainya."},
        help_text="Pemegang peran TPI yang belum ditugasi pada evaluasi ini dan bukan pegawai unit ini.",
    )
    area = forms.MultipleChoiceField(
        label="Area yang dinilai",
        choices=AREA,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosongkan semua untuk menugaskan seluruh area.",
    )
    alasan_ketua = forms.CharField(
        label="Alasan menugaskan pembina unit ini",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wajib bila penilai membina unit ini pada tahun yang sama.",
    )

    def __init__(self, *args, roles: Iterable[Peran] | None, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        if roles is None:
            del self.fields["penilai"]
        else:
            pks = [role.pk for role in roles]
            self.fields["penilai"].queryset = Peran.objects.filter(pk__in=pks).select_related("user")
        self.helper = FormHelperZI(self, submit="Tugaskan" if roles is not None else "Simpan", cancel_url=cancel_url)


class KeputusanTPIForm(forms.ModelForm):
    berkas = forms.FileField(
        label="Berkas keputusan yang ditandatangani",
        required=False,
        help_text="PDF, JPG, atau PNG; paling besar 20 MB. Kosongkan bila tidak diganti.",
    )

    class Meta:
        model = TimPenilai
        fields = ["nomor_sk", "tanggal_sk"]
        widgets = {"tanggal_sk": DateInput}

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomor_sk"].required = self.fields["tanggal_sk"].required = True
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)

    def clean_tanggal_sk(self) -> date:
        tanggal = self.cleaned_data["tanggal_sk"]
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan tidak boleh sesudah hari ini.")
        return tanggal


class OrangChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.nama} ({obj.jabatan or 'tanpa jabatan'}, {obj.unit or 'tanpa unit'})"


class PenilaiForm(forms.Form):
    """A person, their seat, and the part of the Inspektorat they come from."""

    user = OrangChoiceField(
        queryset=User.objects.none(),
        label="Pegawai Inspektorat",
        empty_label="Pilih pegawai",
        required=False,
    )
    nip = NipField(
        label="NIP pegawai unit lain",
        required=False,
        help_text="Untuk anggota dari luar Inspektorat, misalnya pejabat yang membidangi organisasi.",
    )
    kedudukan = forms.ChoiceField(label="Kedudukan", initial=AnggotaPenilai.Kedudukan.ANGGOTA)
    unsur = forms.CharField(
        label="Unsur", max_length=100, required=False, help_text="Contoh: Auditor Ahli Muda Inspektorat"
    )

    def __init__(self, *args, periode: Periode, seats: Iterable[str], cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(AnggotaPenilai.Kedudukan.choices)
        self.fields["kedudukan"].choices = [(seat, labels[seat]) for seat in seats]
        self.people = User.objects.filter(instansi_id=periode.instansi_id, is_active=True)
        self.fields["user"].queryset = (
            self.people.filter(unit__is_inspektorat=True)
            .exclude(keanggotaan_tpi__tim__periode=periode)
            .select_related("unit")
        )
        self.helper = FormHelperZI(self, submit="Tambahkan", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        if bool(data.get("user")) == bool(data.get("nip")):
            self.add_error("user", "Pilih pegawai Inspektorat, atau isi NIP pegawai unit lain; salah satu saja.")
        elif data.get("nip"):
            data["user"] = self.people.filter(nip=data["nip"]).first()
            if data["user"] is None:
                self.add_error("nip", "Tidak ada pegawai aktif dengan NIP itu pada instansi ini.")
        return data
