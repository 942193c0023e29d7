"""What TPI of the demo has checked before a proposal: nearly everything is met, so that the decision has a reason to read."""

from datetime import date

from evaluation.requirements import INSTANSI, UNIT
from evaluation.services.requirements import record_survei, save_syarat, set_of
from units.choices import JenisPeran
from units.models import Peran
from zi_portal.demo import files
from zi_portal.demo.clock import on

PERIKSA = (4, 22)
# By code: the value and where it was read. LHKASN is short of its 100%.
NILAI = {
    "opini_bpk": ("WTP", "LHP BPK atas LKPD tahun lalu"),
    "sakip_instansi": ("B", "Hasil evaluasi AKIP Kementerian PANRB"),
    "indeks_rb": ("B", "Hasil evaluasi RB Kementerian PANRB"),
    "spip": ("3", "Laporan penjaminan kualitas SPIP oleh BPKP"),
    "layanan_inti": ("ya", "Keputusan penetapan unit kerja"),
    "dampak_persepsi": ("ya", "Hasil identifikasi unit kerja"),
    "tlhp": ("100", "Rekapitulasi tindak lanjut Inspektorat"),
    "lhkpn": ("100", "Rekapitulasi e-LHKPN"),
    "lhkasn": ("97,5", "Rekapitulasi pelaporan harta kekayaan ASN"),
    "sakip_unit": ("BB", "Evaluasi SAKIP internal oleh Inspektorat"),
}


def check(tokoh, *, today: date) -> None:
    """The institution's values and those of one unit, with the unit's own survey of perceived corruption."""
    year = tokoh.pembangunan
    ketua = Peran.objects.select_related("user", "instansi").get(
        instansi=year.unit.instansi, jenis=JenisPeran.KETUA_TPI
    )
    with on(min(today, date(today.year, *PERIKSA))):
        for tingkat, pembangunan in ((INSTANSI, None), (UNIT, year)):
            for item in set_of(year.periode).of_level(tingkat):
                if item.is_computed:
                    continue
                nilai, sumber = NILAI[item.kode]
                save_syarat(
                    periode=year.periode, pembangunan=pembangunan, kode=item.kode, nilai=nilai, sumber=sumber, versi=0,
                    upload=files.page(item.nama, [sumber, f"Nilai: {nilai}"]), by=ketua,
                )  # fmt: skip
        record_survei(
            pembangunan=year, jenis="ipak", indeks="3.72", responden=214, pelaksana="Bagian Organisasi",
            tanggal=min(today, date(today.year, 2, 20)), upload=files.page("Laporan survei persepsi", ["214 responden"]),
            by=tokoh.kepala,
        )  # fmt: skip
