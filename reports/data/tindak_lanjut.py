"""What a unit did about TPI's recommendations, on paper: each with its last follow-up, evidence and TPI's verdict."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from evaluation.models import EvaluasiTPI, Rekomendasi, TindakLanjut
from evaluation.services.recommendation import carried_into
from reports.data.base import TandaTangan, empty, head_of, is_long, kop_of, no_head, signature
from reports.data.surat import Surat
from units.findings import Temuan
from units.templatetags.indonesia import tanggal


@dataclass(frozen=True, slots=True)
class BarisTindakLanjut:
    """`bukti` are titles of evidence; `verifikasi` is TPI's verdict with its note."""

    kode: str
    rekomendasi: str
    penanggung_jawab: str
    tenggat: str
    tindak_lanjut: str
    bukti: tuple[str, ...]
    verifikasi: str
    status: str
    panjang: bool


@dataclass(frozen=True, slots=True)
class DataTindakLanjut(Surat):
    """`dibawa` are open recommendations of the unit's earlier evaluations."""

    nomor_lhe: str
    tanggal_lhe: str
    selesai: int
    baris: tuple[BarisTindakLanjut, ...]
    dibawa: tuple[BarisTindakLanjut, ...]

    @property
    def templat(self) -> str:
        return "tindak_lanjut"

    @property
    def sebutan(self) -> str:
        return f"Tindak lanjut rekomendasi TPI {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"{self.selesai} dari {len(self.baris) + len(self.dibawa)} selesai"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_head(self.unit)

    def also_missing(self) -> list[Temuan]:
        return [] if self.baris or self.dibawa else [empty("Evaluasi ini tidak memuat rekomendasi")]


def read_tindak_lanjut(evaluasi: EvaluasiTPI) -> DataTindakLanjut:
    """The state of today, which changes as the unit works; six queries, however many recommendations."""
    year, unit = evaluasi.pembangunan, evaluasi.pembangunan.unit
    lhe = getattr(evaluasi, "hasil", None)
    done = Prefetch(
        "tindak_lanjut",
        TindakLanjut.objects.order_by("-created_at", "-pk").prefetch_related("data_dukung"),
    )
    own = evaluasi.rekomendasi.prefetch_related(done).order_by("kode", "pk")
    carried = carried_into(evaluasi).prefetch_related(done).order_by("kode", "pk")
    rows, before = tuple(map(_row, own)), tuple(map(_row, carried))
    return DataTindakLanjut(
        sumber=f"evaluasi {evaluasi.pk}",
        tahun=year.periode.tahun,
        unit=unit.nama,
        instansi=unit.instansi.nama,
        kop=kop_of(unit.instansi, unit),
        draf=False,
        penanda=(signature(unit.instansi, unit.jabatan_kepala, head_of(unit, timezone.localdate()), None),),
        nomor_lhe=lhe.nomor if lhe else "",
        tanggal_lhe=tanggal(lhe.tanggal) if lhe and lhe.tanggal else "",
        selesai=sum(r.status == Rekomendasi.Status.SELESAI.label for r in rows),
        baris=rows,
        dibawa=before,
    )


def _row(r: Rekomendasi) -> BarisTindakLanjut:
    last = next(iter(r.tindak_lanjut.all()), None)
    titles = tuple(d.judul for d in last.data_dukung.all()) if last else ()
    waits = last is None or last.verifikasi == TindakLanjut.Verifikasi.MENUNGGU  # the status says so already
    verdict = "" if waits else last.get_verifikasi_display()
    text = last.uraian.strip() if last else ""
    return BarisTindakLanjut(
        kode=r.kode,
        rekomendasi=r.uraian.strip(),
        penanggung_jawab=r.penanggung_jawab,
        tenggat=tanggal(r.tenggat),
        tindak_lanjut=text,
        bukti=titles,
        verifikasi=f"{verdict}: {last.catatan.strip()}" if verdict and last.catatan.strip() else verdict,
        status=r.get_status_display(),
        panjang=is_long(r.uraian, text, "\n".join(titles), last.catatan if last else ""),
    )
