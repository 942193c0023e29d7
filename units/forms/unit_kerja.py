"""Work units."""

from typing import Any

from units.crispy import FormHelperZI
from units.forms.fields import GuardedModelForm, UnitChoiceField, layout
from units.models import Peran, UnitKerja
from units.services.unit_kerja import FIELDS_OF_HEAD


class UnitForm(GuardedModelForm):
    """Everything about a unit, for the administrator."""

    induk = UnitChoiceField(label="Unit induk", required=False, help_text="Unit di atasnya, bila ada.")

    class Meta:
        model = UnitKerja
        fields = [
            "kode", "nama", "induk", "jenis_layanan", "jabatan_kepala", "is_inspektorat",
            "alamat", "telepon", "jumlah_pegawai", "surel", "situs",
        ]  # fmt: skip
        help_texts = {
            "kode": "Kode tetap unit; dipakai juga untuk mengenali unit saat impor.",
            "is_inspektorat": "Centang untuk satu unit: Inspektorat sebagai APIP instansi ini.",
        }

    def __init__(self, *args, by: Peran, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        units = UnitKerja.objects.filter(instansi=by.instansi_id)
        choices = units.filter(is_active=True) | units.filter(pk=self.instance.induk_id)
        self.fields["induk"].queryset = choices.exclude(pk=self.instance.pk)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("induk", "jenis_layanan"), ("telepon", "jumlah_pegawai"), ("surel", "situs"))

    def clean(self) -> dict[str, Any]:
        """What the database keeps unique within the institution, said at the field where it can be mended."""
        data = super().clean()
        others = UnitKerja.objects.filter(instansi=self.by.instansi_id).exclude(pk=self.instance.pk)
        for name, word in (("kode", "Kode"), ("nama", "Nama")):
            same = others.filter(**{f"{name}__iexact": data.get(name)}).first() if data.get(name) else None
            if same:
                self.add_error(name, f"{word} ini sudah dipakai unit {same.kode} {same.nama}. Pakai yang lain.")
        other = others.filter(is_inspektorat=True).first() if data.get("is_inspektorat") else None
        if other:
            self.add_error("is_inspektorat", f"{other.nama} sudah dicatat sebagai Inspektorat; hanya boleh satu.")
        return data


class UnitHeadForm(GuardedModelForm):
    """What the head of a unit may correct."""

    class Meta:
        model = UnitKerja
        fields = list(FIELDS_OF_HEAD)

    def __init__(self, *args, by: Peran, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
