"""One search over what a role may see; each kind asks the same visibility function as its page."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from action_plans.models import Aksi, Konsultasi, Pembinaan, RencanaAksi
from evaluation.models import Jawaban, Penilaian
from reports.models import Dokumen
from units.access import can_see_all_units
from units.models import DataDukung, Peran, UnitKerja, User
from units.templatetags.indonesia import tanggal

LIMIT = 15


@dataclass(frozen=True)
class Temuan:
    judul: str
    keterangan: str
    tautan: str


@dataclass(frozen=True)
class Kelompok:
    """Hits of one kind; `lebih` says that more exist than are shown."""

    nama: str
    ikon: str
    temuan: list[Temuan]
    lebih: bool


def search(q: str, *, peran: Peran | None) -> list[Kelompok]:
    """Groups with hits, in a fixed order. Fewer than two characters find nothing."""
    q = q.strip()
    if peran is None or len(q) < 2:
        return []
    groups = [
        _units(q, peran),
        _actions(q, peran),
        _evidence(q, peran),
        _assessments(q, peran),
        _sessions(q, peran),
        _threads(q, peran),
        _documents(q, peran),
        _people(q, peran),
    ]
    return [g for g in groups if g.temuan]


def _group(nama: str, ikon: str, rows, to_hit) -> Kelompok:
    found = list(rows[: LIMIT + 1])
    return Kelompok(nama, ikon, [to_hit(r) for r in found[:LIMIT]], len(found) > LIMIT)


def _units(q: str, peran: Peran) -> Kelompok:
    rows = UnitKerja.objects.visible_to(peran).filter(Q(nama__icontains=q) | Q(kode__icontains=q))
    return _group(
        "Unit kerja", "building-2", rows, lambda u: Temuan(u.nama, u.kode, reverse("unit_detail", args=[u.pk]))
    )


def _actions(q: str, peran: Peran) -> Kelompok:
    rows = (
        Aksi.objects.filter(rencana__in=RencanaAksi.objects.visible_to(peran), dihapus_at=None)
        .filter(
            Q(aksi__icontains=q) | Q(indikator__icontains=q) | Q(langkah__icontains=q) | Q(bukti_fisik__icontains=q)
        )
        .select_related("rencana__pembangunan__unit", "rencana__pembangunan__periode")
    )
    return _group(
        "Aksi",
        "list-checks",
        rows,
        lambda a: Temuan(a.aksi, f"{a.indikator} · {a.rencana.pembangunan}", reverse("aksi_detail", args=[a.pk])),
    )


def _evidence(q: str, peran: Peran) -> Kelompok:
    rows = (
        DataDukung.objects.visible_to(peran)
        .filter(judul__icontains=q)
        .select_related("pembangunan__unit", "pembangunan__periode")
    )
    return _group(
        "Data dukung",
        "folder-open",
        rows,
        lambda d: Temuan(d.judul, str(d.pembangunan), reverse("data_dukung_detail", args=[d.pk])),
    )


def _assessments(q: str, peran: Peran) -> Kelompok:
    noted = Jawaban.objects.exclude(catatan="").filter(catatan__icontains=q)
    rows = (
        Penilaian.objects.visible_to(peran)
        .filter(Q(pembangunan__unit__nama__icontains=q) | Q(pk__in=noted.values("penilaian")))
        .select_related("pembangunan__unit", "pembangunan__periode")
        .defer("hasil")
    )
    return _group(
        "Penilaian",
        "clipboard-check",
        rows,
        lambda p: Temuan(
            p.get_jenis_display(),
            f"{p.pembangunan}, {p.get_status_display()}",
            reverse("penilaian_detail", args=[p.pk]),
        ),
    )


def _sessions(q: str, peran: Peran) -> Kelompok:
    rows = (
        Pembinaan.objects.visible_to(peran)
        .filter(Q(catatan__isi__icontains=q) | Q(kesepakatan__uraian__icontains=q))
        .select_related("pembangunan__unit", "pembangunan__periode")
        .distinct()
    )
    return _group(
        "Pembinaan",
        "message-square",
        rows,
        lambda p: Temuan(
            f"{p.get_jenis_display()} {tanggal(p.tanggal)}",
            str(p.pembangunan),
            reverse("pembinaan_detail", args=[p.pk]),
        ),
    )


def _threads(q: str, peran: Peran) -> Kelompok:
    rows = (
        Konsultasi.objects.visible_to(peran)
        .filter(Q(judul__icontains=q) | Q(pesan__isi__icontains=q))
        .select_related("pembangunan__unit", "pembangunan__periode")
        .distinct()
    )
    return _group(
        "Konsultasi",
        "message-square",
        rows,
        lambda k: Temuan(
            k.judul, f"{k.pembangunan}, {k.get_status_display()}", reverse("konsultasi_detail", args=[k.pk])
        ),
    )


def _documents(q: str, peran: Peran) -> Kelompok:
    kinds = [value for value, label in Dokumen.Jenis.choices if q.lower() in label.lower()]
    rows = (
        Dokumen.objects.visible_to(peran)
        .filter(Q(jenis__in=kinds) | Q(pembangunan__unit__nama__icontains=q))
        .select_related("pembangunan__unit", "pembangunan__periode")
    )
    return _group(
        "Dokumen",
        "files",
        rows,
        lambda d: Temuan(
            d.get_jenis_display(), f"{d.pembangunan} {d.keterangan}".strip(), reverse("dokumen_detail", args=[d.pk])
        ),
    )


def _people(q: str, peran: Peran) -> Kelompok:
    rows = User.objects.none()
    if can_see_all_units(peran):
        rows = User.objects.filter(instansi_id=peran.instansi_id).filter(
            Q(nama__icontains=q) | Q(nip__startswith=q.replace(" ", "")) | Q(jabatan__icontains=q)
        )
    return _group("Pegawai", "users", rows, lambda u: Temuan(u.nama, u.jabatan, reverse("orang_detail", args=[u.pk])))
