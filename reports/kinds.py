"""The kinds of documents: where each finds its source and its data, and who makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from action_plans.models import LaporanPembinaan, LaporanTriwulan, Pembinaan, RencanaAksi
from evaluation.models import EvaluasiTPI, Penilaian, UnitUsulan, Usulan
from reports import access
from reports.data import (
    DataBeritaAcara,
    DataDasbor,
    DataKeputusan,
    DataLampiranIII,
    DataLaporan,
    DataLHE,
    DataLKE,
    DataPakta,
    DataPaktaMassal,
    DataPembinaan,
    DataPiagam,
    DataRekapUnit,
    DataRencana,
    DataSKTim,
    DataSPTJM,
    DataSuratUsulan,
    DataTindakLanjut,
    Isi,
    read_berita_acara,
    read_dasbor,
    read_keputusan,
    read_lampiran_iii,
    read_laporan,
    read_lhe,
    read_lke,
    read_pakta,
    read_pakta_massal,
    read_pembinaan,
    read_piagam,
    read_rancangan,
    read_rancangan_pencabutan,
    read_rancangan_predikat,
    read_rekap_unit,
    read_sk_agen,
    read_sk_tim,
    read_sptjm,
    read_surat_usulan,
    read_tindak_lanjut,
)
from reports.data.keputusan import periode_at, periode_of
from reports.models import Dokumen
from units.models import Keputusan, PaktaIntegritas, PembangunanZI, Peran, Periode, Predikat

J = Dokumen.Jenis


@dataclass(frozen=True, slots=True)
class JenisDokumen:
    """How one kind of document finds its source and its data.

    `read(source, role)` gives None while there is nothing to print; `hampa` says what has to come first. Plans are read by
    `reports.services`, which knows their two states. `rows(role)` are the sources it sees, if not those of `visible_to`.
    """

    model: type[Model]
    data: type[Isi]
    read: Callable[[Any, Peran | None], Isi | None] | None
    field: str  # the foreign key of Dokumen
    page: str  # URL name of the source's page
    path: str  # lookups from the source to the unit's year, or to the programme year where several units share a paper
    related: tuple[str, ...] = ()  # what else its data are read from
    only: tuple[tuple[str, object], ...] = ()  # which rows of the model this paper is for
    hampa: str = "Isi dokumen ini belum ada."
    maker: access.Pembuat = access.UNIT
    page_pk: Callable[[Any], int] | None = attrgetter("pk")  # None: the page is a list
    rows: Callable[[Peran | None], QuerySet] | None = None

    def sources(self, peran: Peran | None) -> QuerySet:
        """The sources this role sees, with all that their data are read from."""
        rows = self.rows(peran) if self.rows else self.model.objects.visible_to(peran)
        return rows.filter(**dict(self.only)).select_related(*self._paths(), *self.related)

    def _paths(self) -> tuple[str, ...]:
        if self.path == "periode__":
            return ("periode__instansi__logo",)
        if self.path.endswith("instansi__"):  # a decree, a predicate, or the programme year itself
            return (f"{self.path}logo",)
        return (f"{self.path}unit__instansi__logo", f"{self.path}periode")


def _plain(read: Callable[[Any], Isi]) -> Callable[[Any, Peran | None], Isi]:
    """A reader that shows everybody the same."""
    return lambda objek, peran: read(objek)


JENIS: dict[str, JenisDokumen] = {
    J.LAMPIRAN_I: JenisDokumen(RencanaAksi, DataRencana, None, "rencana", "rencana_detail", "pembangunan__"),
    J.LAMPIRAN_II: JenisDokumen(
        LaporanTriwulan, DataLaporan, _plain(read_laporan), "laporan", "laporan_detail", "pembangunan__"
    ),
    J.LAMPIRAN_III: JenisDokumen(
        LaporanPembinaan,
        DataLampiranIII,
        _plain(read_lampiran_iii),
        "laporan_pembinaan",
        "laporan_pembinaan_detail",
        "periode__",
        ("instansi__logo", "pembangunan__unit", "pembangunan__periode"),
        maker=access.LAPORAN_PEMBINA,
    ),
    J.SK_TIM: JenisDokumen(PembangunanZI, DataSKTim, _plain(read_sk_tim), "pembangunan", "tim_detail", ""),
    J.LKE: JenisDokumen(
        Penilaian,
        DataLKE,
        _plain(read_lke),
        "penilaian",
        "penilaian_detail",
        "pembangunan__",
        ("instrumen", "diajukan_oleh__user"),
        (("jenis", Penilaian.Jenis.MANDIRI),),
    ),
    J.BERITA_ACARA: JenisDokumen(
        EvaluasiTPI,
        DataBeritaAcara,
        read_berita_acara,
        "evaluasi",
        "pleno_minutes",
        "pembangunan__",
        ("instrumen", "mandiri"),
        hampa="Berita acara tersedia setelah pleno dibuka.",
        maker=access.PIMPINAN_TPI,
        rows=access.with_minutes,
    ),
    J.LHE: JenisDokumen(
        EvaluasiTPI,
        DataLHE,
        _plain(read_lhe),
        "evaluasi",
        "lhe_detail",
        "pembangunan__",
        ("instrumen", "mandiri"),
        hampa="LHE tersedia setelah pleno dibuka dan setiap indikator dapat dinilai.",
        maker=access.TPI,
        rows=access.with_lhe,
    ),
    J.RANCANGAN_PENETAPAN: JenisDokumen(
        Periode,
        DataKeputusan,
        _plain(read_rancangan),
        "periode",
        "keputusan_list",
        "instansi__",
        maker=access.KEPUTUSAN,
        page_pk=None,
        rows=access.with_draft_decree,
    ),
    J.RANCANGAN_PREDIKAT: JenisDokumen(
        Periode,
        DataKeputusan,
        _plain(read_rancangan_predikat),
        "periode",
        "predikat_list",
        "instansi__",
        hampa="Belum ada unit kerja yang lulus evaluasi TPN dan menunggu keputusan kepala daerah; predikat yang "
        "ditetapkan Menteri tidak disusun di portal.",
        maker=access.KEPUTUSAN,
        page_pk=None,
        rows=access.with_draft_decree,
    ),
    J.RANCANGAN_PENCABUTAN: JenisDokumen(
        Predikat,
        DataKeputusan,
        _plain(read_rancangan_pencabutan),
        "predikat",
        "predikat_detail",
        "unit__instansi__",
        hampa="Pencabutan predikat ini ditetapkan Menteri, atau tahun programnya belum ada.",
        maker=access.KEPUTUSAN,
        rows=access.under_review,
    ),
    J.KEPUTUSAN: JenisDokumen(
        Keputusan,
        DataKeputusan,
        _plain(read_keputusan),
        "keputusan",
        "keputusan_detail",
        "instansi__",
        hampa="Naskah keputusan ini tidak disusun di portal: keputusannya ditetapkan Menteri, atau tahun programnya belum ada.",
        maker=access.KEPUTUSAN,
    ),
    J.PAKTA: JenisDokumen(
        PaktaIntegritas,
        DataPakta,
        _plain(read_pakta),
        "pakta",
        "pakta_detail",
        "pembangunan__",
        ("user",),
        maker=access.PAKTA,
        page_pk=attrgetter("pembangunan_id"),
        rows=access.visible_pakta,
    ),
    J.PAKTA_MASSAL: JenisDokumen(
        PembangunanZI,
        DataPaktaMassal,
        _plain(read_pakta_massal),
        "pembangunan",
        "pakta_detail",
        "",
        rows=access.years_with_names,
    ),
    J.PIAGAM: JenisDokumen(
        PembangunanZI,
        DataPiagam,
        _plain(read_piagam),
        "pembangunan",
        "pembangunan_detail",
        "",
        hampa="Piagam dapat dicetak setelah tanggal, tempat, dan saksi pencanangan dicatat.",
    ),
    J.SK_AGEN: JenisDokumen(PembangunanZI, DataKeputusan, _plain(read_sk_agen), "pembangunan", "agen_list", ""),
    J.SURAT_USULAN: JenisDokumen(
        Usulan,
        DataSuratUsulan,
        _plain(read_surat_usulan),
        "usulan",
        "usulan_detail",
        "periode__",
        maker=access.PIMPINAN_TPI,
        rows=access.with_letter,
    ),
    J.TINDAK_LANJUT: JenisDokumen(
        EvaluasiTPI,
        DataTindakLanjut,
        _plain(read_tindak_lanjut),
        "evaluasi",
        "tpi_rekomendasi",
        "pembangunan__",
        ("hasil",),
        maker=access.TINDAK_LANJUT,
        rows=access.final_evaluations,
    ),
    J.CATATAN_PEMBINAAN: JenisDokumen(
        Pembinaan,
        DataPembinaan,
        _plain(read_pembinaan),
        "pembinaan",
        "pembinaan_detail",
        "pembangunan__",
        maker=access.PEMBINA,
    ),
    J.SPTJM: JenisDokumen(
        UnitUsulan,
        DataSPTJM,
        _plain(read_sptjm),
        "unit_usulan",
        "usulan_detail",
        "pembangunan__",
        ("usulan", "penilaian"),
        maker=access.SPTJM,
        page_pk=attrgetter("usulan_id"),
        rows=access.visible_sptjm,
    ),
    J.DASBOR: JenisDokumen(
        Periode,
        DataDasbor,
        read_dasbor,
        "periode",
        "dasbor",
        "instansi__",
        maker=access.DASBOR,
        page_pk=None,
        rows=access.years_of_institution,
    ),
    J.REKAP_UNIT: JenisDokumen(
        Periode,
        DataRekapUnit,
        read_rekap_unit,
        "periode",
        "rekap_unit",
        "instansi__",
        maker=access.DASBOR,
        page_pk=None,
        rows=access.years_of_institution,
    ),
}


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where a paper belongs: a programme year, and one unit's year unless several units share it."""

    periode: Periode
    pembangunan: PembangunanZI | None


def place_of(objek: Any) -> Tempat:
    if isinstance(objek, PembangunanZI):
        return Tempat(objek.periode, objek)
    if isinstance(objek, Periode):
        return Tempat(objek, None)
    if isinstance(objek, Keputusan):
        return Tempat(periode_of(objek), None)
    if isinstance(objek, Predikat):
        return Tempat(periode_at(objek.unit.instansi_id, timezone.localdate()), None)
    year = getattr(objek, "pembangunan", None)
    return Tempat(year.periode, year) if isinstance(year, PembangunanZI) else Tempat(objek.periode, None)


def source_of(dokumen: Dokumen) -> Any:
    return getattr(dokumen, JENIS[dokumen.jenis].field)
