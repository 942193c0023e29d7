"""What waits for a role in people, units and teams. `action_plans.todo` adds plans and reports; the home page
shows both.
"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from units.access import can_identify_units
from units.choices import JenisPeran, Tahap
from units.models import PembangunanZI, Peran, Periode, UnitKerja
from units.scope import UNIT_ROLES
from units.services.pakta import signatures_of
from units.tugas import Tugas

J = JenisPeran
# Later the pledge can still be signed, but nothing waits for it.
BEFORE_BUILDING = (Tahap.DIIDENTIFIKASI, Tahap.DICANANGKAN, Tahap.DITETAPKAN)


def todo_for(peran: Peran, periode: Periode | None, *, today: date) -> list[Tugas]:
    """In the order of what blocks most; at most six queries."""
    if peran.jenis == J.ADMIN_INSTANSI:
        return _admin(peran, periode, today)
    if periode is None:
        return []
    if peran.jenis in UNIT_ROLES:
        return _unit(peran, periode)
    if can_identify_units(peran, peran.instansi_id):
        return _identifiers(peran, periode, today)
    return []


def _admin(peran: Peran, periode: Periode | None, today: date) -> list[Tugas]:
    found = []
    if periode is None or periode.tahun < today.year:
        found.append(
            Tugas(
                f"Buka tahun program {today.year}",
                "Kalender dan unit yang membangun ZI ditetapkan per tahun.",
                reverse("periode_create"),
                nada="merah",
            )
        )
    elif not periode.pembangunan.exists():
        found.append(
            Tugas(
                f"Daftarkan unit pada tahun {periode.tahun}",
                "Tim dan rencana aksi disusun oleh unit yang didaftarkan menurut keputusan kepala daerah.",
                reverse("pembangunan_add", args=[periode.pk]),
                nada="kuning",
            )
        )
    heads = Peran.objects.active_on(today).filter(unit=OuterRef("pk"), jenis=J.KEPALA_UNIT)
    without = UnitKerja.objects.filter(instansi_id=peran.instansi_id, is_active=True).filter(~Exists(heads)).count()
    if without:
        found.append(
            Tugas(
                f"{without} unit belum memiliki kepala",
                "Berikan peran Kepala Unit Kerja kepada pejabatnya.",
                f"{reverse('unit_list')}?tanpa_kepala=true",
                nada="kuning",
            )
        )
    if not peran.instansi.kop_baris or not peran.instansi.ibu_kota:
        found.append(
            Tugas(
                "Lengkapi kop surat instansi",
                "Kop dan tempat penandatanganan tercetak pada setiap dokumen.",
                reverse("instansi_edit"),
                nada="kuning",
            )
        )
    return found


def _unit(peran: Peran, periode: Periode) -> list[Tugas]:
    year = (
        PembangunanZI.objects.filter(unit_id=peran.unit_id, periode=periode)
        .annotate(
            ketua=Count("tim__anggota", filter=Q(tim__anggota__kedudukan="ketua")),
            bertanda_tangan=Exists(signatures_of(peran.user).filter(pembangunan=OuterRef("pk"))),
        )
        .select_related("tim", "pencanangan")
        .first()
    )
    if year is None:
        return []
    found = [] if year.bertanda_tangan or year.tahap not in BEFORE_BUILDING else [_sign(year)]
    if peran.jenis == J.KEPALA_UNIT:
        found += _declare(year) if year.tahap in (Tahap.DIIDENTIFIKASI, Tahap.DICANANGKAN) else _head(year)
    return found


def _sign(year: PembangunanZI) -> Tugas:
    return Tugas(
        "Tandatangani pakta integritas",
        "Baca isinya, lalu tanda tangani dengan kata sandi Anda.",
        reverse("pakta_sign", args=[year.pk]),
        nada="kuning",
    )


def _declare(year: PembangunanZI) -> list[Tugas]:
    if year.tahap != Tahap.DIIDENTIFIKASI:
        return []  # waits for the decree
    if getattr(year, "pencanangan", None) is None:
        return [
            Tugas(
                "Catat pencanangan pembangunan ZI",
                "Unit Anda menjadi calon. Catat tanggal, tempat, saksi, dan publikasinya.",
                reverse("pencanangan_edit", args=[year.pk]),
                nada="merah",
            )
        ]
    return [
        Tugas(
            "Canangkan pembangunan ZI",
            "Lihat syarat yang masih kurang, lalu canangkan.",
            reverse("pembangunan_detail", args=[year.pk]),
            nada="kuning",
        )
    ]


def _head(year: PembangunanZI) -> list[Tugas]:
    tim = getattr(year, "tim", None)
    if not year.ketua:
        return [
            Tugas(
                "Bentuk Tim Pembangunan ZI",
                "Rencana aksi baru dapat disusun setelah tim memiliki ketua.",
                reverse("tim_detail", args=[year.pk]),
                nada="merah",
            )
        ]
    if not tim.nomor_sk:
        return [
            Tugas(
                "Isi keputusan tim",
                "Nomor, tanggal, dan berkas keputusan tim belum diisi.",
                reverse("tim_edit", args=[year.pk]),
                nada="kuning",
            )
        ]
    if year.tahap == Tahap.DITETAPKAN:
        return [
            Tugas(
                "Mulai membangun Zona Integritas",
                "Tim sudah dibentuk. Setujui rencana aksi, lalu mulai membangun.",
                reverse("pembangunan_detail", args=[year.pk]),
                nada="kuning",
            )
        ]
    return []


def _identifiers(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    years = PembangunanZI.objects.filter(periode=periode)
    counts = years.aggregate(semua=Count("pk"), menunggu=Count("pk", filter=Q(tahap=Tahap.DICANANGKAN)))
    if counts["menunggu"]:
        return [
            Tugas(
                f"{counts['menunggu']} unit menunggu keputusan penetapan",
                "Unit sudah mencanangkan. Catat keputusan kepala daerah yang menetapkannya.",
                reverse("keputusan_create"),
                nada="kuning",
            )
        ]
    if not counts["semua"] and periode.tahun >= today.year:
        return [
            Tugas(
                f"Identifikasi calon unit tahun {periode.tahun}",
                "Nilai unit kerja menurut kriteria, lalu jadikan calon.",
                reverse("identifikasi_list"),
                nada="kuning",
            )
        ]
    return []
