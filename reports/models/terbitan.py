"""What was issued under a number: the register that public verification, signing and the archive read."""

from django.db import models
from django.db.models import Q

from reports import choices
from reports.models.dokumen import Dokumen
from units.models import Berkas, Instansi, PembangunanZI, Peran, Periode, Riwayat
from units.scope import ScopedQuerySet


class PengaturanDokumen(models.Model):
    """How an institution numbers and closes one kind of document; the row without a kind is for all others.

    `pola` is filled with {urut}, {tahun}, {bulan}, {bulan_romawi} and {kode_unit}, e.g. "700/{urut}/ITKAB/{tahun}".
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="pengaturan_dokumen")
    jenis = models.CharField("Jenis dokumen", max_length=20, choices=choices.Jenis, blank=True)
    pola = models.CharField("Pola nomor", max_length=80, blank=True)  # "": the common one
    lebar = models.PositiveSmallIntegerField("Jumlah angka nomor urut", default=3)
    mulai = models.PositiveIntegerField("Nomor urut pertama", default=1)
    tempat = models.CharField("Tempat penandatanganan", max_length=80, blank=True)
    penanda_jabatan = models.CharField("Jabatan penanda tangan", max_length=150, blank=True)
    penanda_nama = models.CharField("Nama penanda tangan", max_length=150, blank=True)
    penanda_pangkat = models.CharField("Pangkat/golongan penanda tangan", max_length=100, blank=True)
    penanda_nip = models.CharField("NIP penanda tangan", max_length=18, blank=True)
    tembusan = models.TextField("Tembusan", blank=True, help_text="Satu penerima per baris.")
    retensi_tahun = models.PositiveSmallIntegerField("Masa simpan (tahun)", default=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instansi", "jenis"], name="pengaturan_dokumen_once_per_jenis")]

    def __str__(self) -> str:
        return f"{self.get_jenis_display() if self.jenis else 'Semua jenis'}: {self.pola}"


class Penomoran(models.Model):
    """The counter of one series in one year. Its row is locked while a number is taken, so that no number is skipped or
    given twice.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="penomoran")
    deret = models.CharField(max_length=20, blank=True)  # the kind whose pattern it is, "" for the common pattern
    tahun = models.PositiveSmallIntegerField()
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instansi", "deret", "tahun"], name="penomoran_once_per_deret")]

    def __str__(self) -> str:
        return f"{self.deret or 'umum'} {self.tahun}: {self.terakhir}"


class TerbitanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "TerbitanQuerySet":
        """An issued document is seen by those who see the document itself."""
        if peran is None:
            return self.none()
        return self.filter(instansi_id=peran.instansi_id, dokumen__in=Dokumen.objects.visible_to(peran))


class Terbitan(models.Model):
    """A document issued under a number. Nothing of it is ever deleted: it is replaced or revoked with a reason.

    `dokumen` is the numbered paper as the portal drew it; `bertanda` the signed file, either the same PDF with an
    electronic signature or a scan of the signed paper. What a stranger may know stands here and not in the paper's data.
    """

    class Status(models.TextChoices):
        DISIAPKAN = "disiapkan", "Sedang disiapkan"
        MENUNGGU_TTD = "menunggu_ttd", "Menunggu tanda tangan"
        BERLAKU = "berlaku", "Berlaku"
        DIGANTI = "diganti", "Diganti"
        DICABUT = "dicabut", "Dicabut"

    class Cara(models.TextChoices):
        BASAH = "basah", "Tanda tangan basah"
        ELEKTRONIK = "elektronik", "Tanda tangan elektronik"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="terbitan")
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="terbitan")
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, null=True, related_name="terbitan")
    dokumen = models.OneToOneField(Dokumen, models.PROTECT, related_name="terbitan")
    jenis = models.CharField(max_length=20, choices=choices.Jenis)
    perihal = models.CharField(max_length=250)
    unit_nama = models.CharField(max_length=200)
    nomor = models.CharField(max_length=120)
    deret = models.CharField(max_length=20, blank=True)
    urut = models.PositiveIntegerField(null=True)  # None where the number stood on the record before, e.g. on a decree
    tahun = models.PositiveSmallIntegerField()
    tanggal = models.DateField()
    kode = models.CharField(max_length=16, unique=True)
    # One line a signatory: "Nama, jabatan".
    penanda_tangan = models.TextField()
    cara = models.CharField(max_length=12, choices=Cara, default=Cara.BASAH)
    status = models.CharField(max_length=14, choices=Status, default=Status.DISIAPKAN)
    bertanda = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="terbitan_bertanda")
    bertanda_at = models.DateTimeField(null=True)
    bertanda_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="terbitan_bertanda")
    mengganti = models.OneToOneField("self", models.PROTECT, null=True, related_name="pengganti")
    alasan = models.TextField(blank=True)  # why it was replaced or revoked
    retensi_sampai = models.DateField(null=True)
    publik = models.BooleanField("Diumumkan", default=False)  # the file itself stands on the institution's public page
    diterbitkan_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="terbitan")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TerbitanQuerySet.as_manager()

    class Meta:
        ordering = ["-tanggal", "-pk"]
        constraints = [
            # A number from a record may stand twice: units number their decrees themselves.
            models.UniqueConstraint(
                fields=["instansi", "nomor"], condition=Q(urut__isnull=False), name="terbitan_nomor_once"
            ),
            models.UniqueConstraint(
                fields=["instansi", "deret", "tahun", "urut"],
                condition=Q(urut__isnull=False),
                name="terbitan_urut_once",
            ),
        ]
        indexes = [models.Index(fields=["instansi", "-tanggal"], name="terbitan_newest")]

    def __str__(self) -> str:
        return f"{self.nomor} ({self.perihal})"


class RiwayatTerbitan(Riwayat):
    """History of an issued document: numbered, drawn, signed, replaced, revoked."""

    objek = models.ForeignKey(Terbitan, models.PROTECT, related_name="riwayat")
