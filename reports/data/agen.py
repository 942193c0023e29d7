"""The decree of the Kepala Unit Kerja that names the agents of change."""

from datetime import date

from django.utils import timezone

from reports.data.base import TandaTangan, head_of, kop_of, signature
from reports.data.keputusan import BERLAKU, LAMPIRAN, DataKeputusan, last_consideration, legal_bases, numbered
from units.models import AgenPerubahan, PembangunanZI
from units.profiles import get_profil
from units.templatetags.indonesia import nip, pangkat

TUGAS = (
    "memberi contoh dalam integritas, disiplin, dan pelayanan kepada rekan kerja;",
    "menggerakkan perubahan pola pikir dan budaya kerja di lingkungan unit kerja;",
    "menghasilkan perubahan nyata setiap tahun yang diusahakan menjadi bagian dari sistem manajemen; dan",
    "melaporkan perubahan yang dihasilkan kepada Kepala Unit Kerja.",
)


def read_sk_agen(pembangunan: PembangunanZI) -> DataKeputusan:
    """A draft until every agent carries one and the same decree; the newest of several is not printed for all."""
    unit, tahun = pembangunan.unit, pembangunan.periode.tahun
    agen = list(AgenPerubahan.objects.filter(pembangunan=pembangunan).select_related("user").order_by("user__nama"))
    decrees = {(a.nomor_sk.strip(), a.tanggal_sk) for a in agen}
    nomor, day = decrees.pop() if len(decrees) == 1 else ("", None)
    final = bool(nomor and day)
    tentang = f"Penetapan agen perubahan Zona Integritas pada {unit.nama} tahun {tahun}"
    return DataKeputusan(
        sumber=f"pembangunan {pembangunan.pk}",
        tahun=tahun,
        unit=unit.nama,
        instansi=unit.instansi.nama,
        kop=kop_of(unit.instansi, unit),
        draf=not final,
        penanda=(_signature(pembangunan, day if final else None),),
        bentuk="Keputusan agen perubahan Zona Integritas",
        pejabat=unit.jabatan_kepala,
        oleh_kepala_unit=True,
        nomor=nomor if final else "",
        tentang=tentang,
        menimbang=(
            f"bahwa pembangunan Zona Integritas pada {unit.nama} memerlukan pegawai yang menjadi teladan dan penggerak "
            "perubahan;",
            "bahwa pegawai yang namanya tercantum dalam Lampiran dipandang mampu melaksanakan tugas sebagai agen "
            "perubahan;",
            last_consideration(unit.jabatan_kepala, tentang, 2),
        ),
        mengingat=legal_bases(get_profil(pembangunan.periode.profil)),
        diktum=numbered(
            (
                f"Menetapkan agen perubahan pada {unit.nama} tahun {tahun} {LAMPIRAN}.",
                ("Agen perubahan sebagaimana dimaksud dalam Diktum KESATU mempunyai tugas:", TUGAS),
                f"Dalam melaksanakan tugasnya, agen perubahan bertanggung jawab kepada {unit.jabatan_kepala}.",
                BERLAKU,
            )
        ),
        lampiran="DAFTAR AGEN PERUBAHAN",
        kolom=("NO", "NAMA", "NIP", "PANGKAT", "JABATAN"),
        lebar=("w6", "", "w25", "w17", "w25"),
        baris=tuple(
            (str(n), a.user.nama, nip(a.user.nip) if a.user.nip else "–", pangkat(a.user.golongan), a.user.jabatan)
            for n, a in enumerate(agen, 1)
        ),
        kosong="Agen perubahan belum ditetapkan",
    )


def _signature(pembangunan: PembangunanZI, day: date | None) -> TandaTangan:
    unit = pembangunan.unit
    return signature(unit.instansi, unit.jabatan_kepala, head_of(unit, timezone.localdate()), day)
