"""What the search finds in papers: their words, and the numbers of those that were issued."""

from django.db.models import Q
from django.urls import reverse

from reports.choices import Jenis
from reports.models import Dokumen, Terbitan
from units.search import Sumber


def _kinds(word: str) -> Q:
    return Q(jenis__in=[kode for kode, label in Jenis.choices if word in label.casefold()])


def _place(paper: Dokumen) -> str:
    return f"{paper.pembangunan if paper.pembangunan_id else 'Beberapa unit kerja'} {paper.keterangan}".strip()


# In the order of their making and not of their keys: a scan along the keys of all institutions' papers would be chosen then.
DOKUMEN = Sumber(
    "dokumen", "Dokumen", "files", Dokumen.objects.all().visible_to, ("berkas__teks__teks",),
    Dokumen.get_jenis_display, _place, lambda d: reverse("dokumen_detail", args=[d.pk]), "periode__tahun",
    ("pembangunan__unit", "pembangunan__periode"), urut=("-created_at", "-pk"), panjang="berkas__teks__teks",
    tanpa=("isi", "cap"), also=_kinds,
)  # fmt: skip
TERBITAN = Sumber(
    "terbitan", "Dokumen terbit", "files", Terbitan.objects.visible_to,
    ("nomor", "perihal", "unit_nama", "penanda_tangan"),
    lambda t: t.nomor, lambda t: f"{t.perihal}, {t.unit_nama}, {t.get_status_display()}",
    lambda t: reverse("terbitan_detail", args=[t.pk]), "tahun", urut=("-tanggal", "-pk"),
)  # fmt: skip
