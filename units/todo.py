"""What waits for a role in people, units and teams. `action_plans.todo` adds plans and reports; the home page
shows both.
"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode, UnitKerja
from units.tugas import Tugas

J = JenisPeran


def todo_for(peran: Peran, periode: Periode | None, *, today: date) -> list[Tugas]:
    """In the order of what blocks most; at most five queries."""
    if peran.jenis == J.ADMIN_INSTANSI:
        return _admin(peran, periode, today)
    if peran.jenis == J.KEPALA_UNIT and periode:
        return _head(peran, periode)
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


def _head(peran: Peran, periode: Periode) -> list[Tugas]:
    year = (
        PembangunanZI.objects.filter(unit_id=peran.unit_id, periode=periode)
        .annotate(ketua=Count("tim__anggota", filter=Q(tim__anggota__kedudukan="ketua")))
        .select_related("tim")
        .first()
    )
    if year is None:
        return []
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
    return []
