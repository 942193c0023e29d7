"""Forms of complaints: of the public, of the officers, of the head who is asked."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from units.complaint_cipher import Pelapor
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, GuardedModelForm, UnitChoiceField
from units.models import Instansi, Pengaduan, PetugasPengaduan, UnitKerja, User
from units.services.complaints import BERKAS_PALING_BANYAK, DataPengaduan

TERIMA = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
ANONIM, BERNAMA = "anonim", "bernama"


WAJIB = {
    "unit": "Pilih unit yang diadukan.",
    "kategori": "Pilih tentang apa pengaduan ini.",
    "cerita": "Ceritakan kejadiannya.",
    "cara": "Pilih anonim, atau dengan nama dan kontak.",
    "kiriman": "Muat ulang halaman ini, lalu kirim lagi.",
}


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class SeveralFilesField(forms.FileField):
    """A list of uploads; at most five and, together, as large as one file may be inside the portal."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(SeveralFilesField, self).clean(item, initial) for item in data or ()]
        if len(files) > BERKAS_PALING_BANYAK:
            raise forms.ValidationError(f"Paling banyak {BERKAS_PALING_BANYAK} berkas. Kurangi pilihan Anda.")
        if sum(f.size for f in files) > settings.MAX_UPLOAD_MB * 1024 * 1024:
            raise forms.ValidationError(f"Seluruh berkas paling besar {settings.MAX_UPLOAD_MB} MB. Perkecil berkasnya.")
        return files


def files_field() -> SeveralFilesField:
    return SeveralFilesField(
        label="Bukti",
        required=False,
        widget=SeveralFiles(attrs={"accept": TERIMA}),
        help_text=(
            f"Boleh kosong. Paling banyak {BERKAS_PALING_BANYAK} berkas PDF, JPG, PNG, DOCX, atau XLSX, seluruhnya paling "
            f"besar {settings.MAX_UPLOAD_MB} MB. Berkas dapat memuat nama pembuat atau lokasi foto; hapus dahulu bila Anda "
            "ingin tetap anonim."
        ),
    )


class PengaduanForm(forms.Form):
    unit = UnitChoiceField(label="Unit yang diadukan")
    kategori = forms.ChoiceField(label="Tentang apa", choices=Pengaduan.Kategori.choices, widget=forms.RadioSelect)
    cerita = forms.CharField(
        label="Uraian kejadian",
        max_length=10000,
        min_length=30,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Apa yang terjadi, siapa yang melakukannya, dan bagaimana Anda mengetahuinya.",
        error_messages={
            "min_length": "Uraian terlalu pendek untuk ditindaklanjuti. Ceritakan kejadiannya paling sedikit 30 huruf."
        },
    )
    tanggal_kejadian = forms.DateField(label="Tanggal kejadian", required=False, widget=DateInput)
    tempat_kejadian = forms.CharField(label="Tempat kejadian", required=False, max_length=200)
    bukti = files_field()
    cara = forms.ChoiceField(
        label="Identitas Anda",
        choices=[(ANONIM, "Anonim: tidak ada identitas yang disimpan"), (BERNAMA, "Dengan nama dan kontak")],
        initial=ANONIM,
        widget=forms.RadioSelect,
        help_text="Identitas disimpan tersandi, terpisah dari pengaduan, dan tidak pernah diberitahukan kepada unit.",
    )
    nama = forms.CharField(label="Nama", required=False, max_length=150, help_text="Diisi bila tidak anonim.")
    kontak = forms.CharField(
        label="Telepon atau surel", required=False, max_length=150, help_text="Diisi bila tidak anonim."
    )
    # Robots fill every field; people never see this one.
    situs_web = forms.CharField(label="Kosongkan kolom ini", required=False)
    kiriman = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, instansi: Instansi, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = UnitKerja.objects.filter(instansi=instansi, is_active=True)
        self.fields["unit"].empty_label = "Pilih unit"
        for name, sentence in WAJIB.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["unit"].error_messages["invalid_choice"] = "Pilih unit kerja dari daftar."
        for name in ("nama", "kontak"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_situs_web(self) -> str:
        if self.cleaned_data["situs_web"]:
            raise forms.ValidationError("Kolom “Kosongkan kolom ini” terisi. Hapus isinya, lalu kirim lagi.")
        return ""

    def clean_tanggal_kejadian(self):
        day = self.cleaned_data["tanggal_kejadian"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Tanggal kejadian tidak boleh sesudah hari ini.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("cara") == BERNAMA:
            for name, word in (("nama", "nama"), ("kontak", "telepon atau surel")):
                if not data.get(name):
                    self.add_error(name, f"Isi {word} Anda, atau pilih anonim.")
        return data

    def complaint(self) -> DataPengaduan:
        data = self.cleaned_data
        named = data["cara"] == BERNAMA
        return DataPengaduan(
            unit=data["unit"],
            kategori=data["kategori"],
            cerita=data["cerita"],
            kiriman=str(data["kiriman"]),
            tanggal_kejadian=data["tanggal_kejadian"],
            tempat_kejadian=data["tempat_kejadian"],
            pelapor=Pelapor(data["nama"], data["kontak"]) if named else None,
        )


class KodeForm(forms.Form):
    kode = forms.CharField(
        label="Kode tanda terima",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Empat kelompok huruf dan angka yang Anda terima saat mengirim pengaduan.",
        error_messages={"required": "Isi kode tanda terima Anda."},
    )


class TambahanForm(forms.Form):
    kode = forms.CharField(widget=forms.HiddenInput, max_length=60)
    isi = forms.CharField(
        label="Keterangan tambahan",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Isi keterangan tambahan."},
    )
    bukti = files_field()


class KlarifikasiAskForm(forms.Form):
    permintaan = forms.CharField(
        label="Yang perlu dijelaskan",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Kepala unit membaca hanya kalimat ini. Jangan menulis apa pun yang menunjukkan siapa pelapornya.",
    )
    tenggat = forms.DateField(label="Jawaban paling lambat", widget=DateInput)

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Minta klarifikasi", cancel_url=cancel_url)


class KlarifikasiAnswerForm(forms.Form):
    tanggapan = forms.CharField(label="Penjelasan Anda", widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Kirim penjelasan", cancel_url=cancel_url)


class PengaduanCloseForm(forms.Form):
    hasil = forms.ChoiceField(label="Hasil", choices=Pengaduan.Hasil.choices, widget=forms.RadioSelect)
    alasan = forms.CharField(
        label="Alasan", widget=forms.Textarea(attrs={"rows": 4}), help_text="Untuk riwayat; dibaca petugas pengaduan."
    )
    jawaban = forms.CharField(
        label="Jawaban bagi pelapor",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Dibaca pelapor dengan kode tanda terimanya.",
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Selesaikan", cancel_url=cancel_url)


class PengaduanReviewForm(forms.Form):
    uraian = forms.CharField(
        label="Uraian",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Dibaca kepala unit, didahului nomor pengaduan. Jangan menulis apa pun yang menunjukkan siapa pelapornya.",
    )
    tenggat = forms.DateField(label="Klarifikasi unit paling lambat", widget=DateInput)

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Buka peninjauan predikat", cancel_url=cancel_url)


class PetugasForm(forms.Form):
    user = forms.ModelChoiceField(
        label="Pegawai Inspektorat", queryset=User.objects.none(), empty_label="Pilih pegawai"
    )
    dasar = forms.CharField(label="Dasar penunjukan", max_length=200, help_text="Contoh: Surat Tugas 700/12/2026.")

    def __init__(self, *args, instansi: Instansi, **kwargs):
        super().__init__(*args, **kwargs)
        named = PetugasPengaduan.objects.filter(instansi=instansi, diakhiri_at=None)
        self.fields["user"].queryset = User.objects.filter(
            instansi=instansi, is_active=True, unit__is_inspektorat=True
        ).exclude(pk__in=named.values("user"))
        self.helper = FormHelperZI(submit="Tunjuk")


class PublikForm(GuardedModelForm):
    class Meta:
        model = Instansi
        fields = ["halaman_publik", "pengaduan_dibuka"]
        help_texts = {
            "halaman_publik": "Pemegang predikat dan unit yang sedang membangun, tanpa data pribadi.",
            "pengaduan_dibuka": "Formulir pengaduan tentang unit; hanya petugas yang ditunjuk Ketua TPI yang membacanya.",
        }

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
