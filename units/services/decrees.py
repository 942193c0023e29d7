"""Decrees that name the units of a year (Perbup Ketapang 49/2022 Pasal 4; Pergub Kalbar 20/2017 Pasal 8)."""

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from units.access import can_identify_units, require
from units.choices import JenisPeran, JenisPredikat
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import save_with_history
from units.models import Instansi, Keputusan, PembangunanZI, Peran
from units.notices import holders, notify
from units.services.pakta import SCAN
from units.templatetags.indonesia import tanggal as tanggal_id
from units.year import TPI_ATAU_TIUK, move_year


def default_signatory(instansi: Instansi) -> str:
    """The head of the region as the institution writes it."""
    return ", ".join(part for part in (instansi.nama_kepala, instansi.jabatan_kepala) if part)[:150]


def decree_of_year(*, instansi: Instansi, nomor: str, tanggal: date, by: Peran) -> Keputusan:
    """The decree with this number, made when it is new. Raises Ditolak when it is known with another date."""
    row, _ = Keputusan.objects.get_or_create(
        instansi=instansi,
        jenis=Keputusan.Jenis.PENETAPAN,
        nomor=nomor,
        defaults={"tanggal": tanggal, "penanda_tangan": default_signatory(instansi), "created_by": by},
    )
    if row.tanggal != tanggal:
        raise Ditolak(f"Keputusan {nomor} sudah tercatat bertanggal {tanggal_id(row.tanggal)}. Periksa nomornya.")
    return row


@transaction.atomic
def designate(
    units: Mapping[PembangunanZI, str],
    *,
    nomor: str,
    tanggal: date,
    tentang: str,
    penanda_tangan: str,
    upload: UploadedFile | None,
    by: Peran,
) -> Keputusan:
    """One decree for several units with the target of each: all are designated, or none.

    `units` maps each year to its target. Raises Ditolak or SyaratBelumTerpenuhi naming the unit that stands in the way.
    """
    instansi = by.instansi
    require(can_identify_units(by, instansi.pk), TPI_ATAU_TIUK, what="Mencatat keputusan penetapan")
    if not units:
        raise Ditolak("Pilih paling sedikit satu unit yang ditetapkan.")
    berkas = store_upload(upload, instansi=instansi, by=by.user, accept=SCAN) if upload else None
    try:
        with transaction.atomic():
            decree = Keputusan.objects.create(
                instansi=instansi,
                jenis=Keputusan.Jenis.PENETAPAN,
                nomor=nomor,
                tanggal=tanggal,
                tentang=tentang,
                penanda_tangan=penanda_tangan,
                berkas=berkas,
                created_by=by,
            )
    except IntegrityError:
        raise Ditolak(f"Keputusan penetapan nomor {nomor} sudah tercatat. Periksa nomornya.") from None
    for year in sorted(units, key=lambda row: row.pk):  # in one order, so that two decrees never wait for each other
        _designate(year, units[year], decree, by=by)
    return decree


def _designate(year: PembangunanZI, target: str, decree: Keputusan, *, by: Peran) -> None:
    row = PembangunanZI.objects.select_for_update().get(pk=year.pk)
    row.penetapan = decree
    row.save(update_fields=["penetapan"])
    data = {"target": target, "nomor_penetapan": decree.nomor, "tanggal_penetapan": decree.tanggal}
    save_with_history(row, data, by=by, tindakan="Menetapkan unit")
    try:
        move_year(row, "designate", by=by, alasan=f"{decree}, {tanggal_id(decree.tanggal)}")
    except Ditolak as refusal:
        raise Ditolak(f"{row.unit}: {refusal}") from None
    tell_designated(row)


def tell_designated(row: PembangunanZI) -> None:
    """The head and the team hear that the unit builds ZI, and what comes next."""
    unit = row.unit
    notify(
        holders(JenisPeran.KEPALA_UNIT, JenisPeran.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk),
        judul=f"{unit} membangun Zona Integritas tahun {row.periode.tahun}"[:200],
        pesan=f"Target: {JenisPredikat(row.target).label}. Langkah berikutnya: tetapkan Tim Pembangunan ZI.",
        tautan=reverse("pembangunan_detail", args=[row.pk]),
    )
