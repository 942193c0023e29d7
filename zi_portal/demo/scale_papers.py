"""The papers of a year: what was drawn, and what was issued under a number."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from evaluation.models import EvaluasiTPI, Penilaian
from reports.models import Dokumen, Terbitan
from units.models import Berkas, PembangunanZI, Peran, TeksBerkas
from zi_portal.demo import scale_words as words

if TYPE_CHECKING:
    from zi_portal.demo.scale_year import Tahun, TahunUnit

J = Dokumen.Jenis
RETENSI = 10  # years


class Kertas:
    """Numbers run through the year, one series per kind."""

    def __init__(self, tahun: "Tahun") -> None:
        self.tahun = tahun
        self.random, self.gudang, self.instansi = tahun.random, tahun.gudang, tahun.instansi
        self.urut: dict[str, int] = {}

    def of_years(self, rows: Sequence["TahunUnit"]) -> None:
        for unit in rows:
            if unit.rencana and unit.rencana.versi:
                self.draw(J.LAMPIRAN_I, unit.row, by=unit.ketua, at=self.tahun.at(2, 21), rencana=unit.rencana)

    def of_self_assessment(self, penilaian: Penilaian, by: Peran) -> None:
        self.draw(J.LKE, penilaian.pembangunan, by=by, at=penilaian.diajukan_at, penilaian=penilaian)

    def of_evaluation(self, evaluasi: EvaluasiTPI, by: Peran, at: datetime) -> None:
        """The signed result, issued under a number."""
        paper = self.draw(J.LHE, evaluasi.pembangunan, by=by, at=at, evaluasi=evaluasi)
        self.issue(paper, by=by, tanggal=at.date())

    def draw(self, jenis: str, row: PembangunanZI, *, by: Peran, at: datetime, **source: object) -> Dokumen:
        example, judul = self.tahun.world.contoh_berkas, f"{J(jenis).label} {row.unit.nama} {self.tahun.tahun}"
        text = words.paragraph(self.random, 12)
        berkas = Berkas(
            instansi=self.instansi, isi=example.isi.name, nama_asli=f"{judul[:100]}.pdf", ekstensi="pdf", mime=example.mime,
            ukuran=self.random.randint(60_000, 400_000), sha256=f"{self.random.getrandbits(256):064x}",
            created_by=by.user, created_at=at,
        )  # fmt: skip
        self.gudang.add([berkas])
        self.gudang.add([TeksBerkas(berkas=berkas, teks=f"{judul}\n{text}")])
        paper = Dokumen(
            jenis=jenis, periode=self.tahun.periode, pembangunan=row, tata_letak="s0", draf=False, diminta_oleh=by,
            sidik=f"{self.random.getrandbits(256):064x}", status="jadi", berkas=berkas, created_at=at, mulai_at=at,
            selesai_at=at, halaman=self.random.randint(3, 30), isi={"judul": judul, "paragraf": [text]}, **source,
        )  # fmt: skip
        self.gudang.add([paper])
        return paper

    def issue(self, paper: Dokumen, *, by: Peran, tanggal: date) -> None:
        urut = self.urut[paper.jenis] = self.urut.get(paper.jenis, 0) + 1
        year = self.tahun.tahun
        self.gudang.add([
            Terbitan(
                instansi=self.instansi, periode=self.tahun.periode, pembangunan=paper.pembangunan, dokumen=paper,
                jenis=paper.jenis, perihal=J(paper.jenis).label, unit_nama=paper.pembangunan.unit.nama,
                nomor=f"700/{urut:03d}/{paper.jenis.upper()}/{year}", deret=paper.jenis, urut=urut, tahun=year,
                tanggal=tanggal, kode=f"{self.random.getrandbits(64):016X}", penanda_tangan=f"{by.user.nama}, Inspektur",
                status=Terbitan.Status.BERLAKU, diterbitkan_oleh=by, created_at=paper.created_at,
                retensi_sampai=date(year + RETENSI, 12, 31),
            )
        ])  # fmt: skip
