"""A unit of the demo that has held its predicate for nearly two years: its re-evaluation is due soon."""

from datetime import date, timedelta

from units.choices import JenisPredikat
from units.models import Instansi, Penghargaan, Peran, Predikat, UnitKerja
from units.services import predicate
from units.services.predicate import DataKeputusan, signer_of
from zi_portal.demo import files

SEBENTAR_LAGI = 20  # days until the re-evaluation is due


def hold(instansi: Instansi, *, by: Peran, today: date) -> Predikat | None:
    """WBK of the first unit that does not build ZI this year, entered from its decree; None where every unit builds."""
    unit = UnitKerja.objects.filter(instansi=instansi, pembangunan=None, is_inspektorat=False).order_by("kode").first()
    if unit is None:
        return None
    mulai = _two_years_before(today + timedelta(days=SEBENTAR_LAGI))
    signer = signer_of(instansi, JenisPredikat.WBK)
    decree = DataKeputusan(
        nomor=f"700/{unit.pk}/WBK/{mulai.year}",
        tanggal=mulai,
        penanda_tangan=signer,
        berkas=files.page(f"Keputusan {signer} tentang predikat Menuju WBK", [unit.nama, f"Tahun {mulai.year}"]),
    )
    row = predicate.enter_predikat(
        unit=unit, jenis=JenisPredikat.WBK, keputusan=decree, mulai=mulai, reevaluasi=None, by=by
    )
    others = UnitKerja.objects.filter(instansi=instansi, is_inspektorat=False).exclude(pk=unit.pk)
    for jenis, uraian, other in (
        (Penghargaan.Jenis.PENGHARGAAN, "Piagam unit pelayanan terbaik tingkat daerah.", None),
        (Penghargaan.Jenis.REPLIKASI, "Studi tiru antrean daring dan papan tarif layanan.", others.first()),
    ):
        predicate.add_penghargaan(
            predikat=row, jenis=jenis, uraian=uraian, tanggal_=mulai + timedelta(days=90), unit_replikasi=other, by=by
        )
    return row


def _two_years_before(day: date) -> date:
    """29 February has no such day; the 28th is as good for a demo."""
    try:
        return day.replace(year=day.year - 2)
    except ValueError:
        return day.replace(year=day.year - 2, day=28)
