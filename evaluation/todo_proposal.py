"""What waits for a role on the way to TPN: requirements to check, decisions, letters, SPTJM, tokens that end."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from evaluation.decision_data import MENUNGGU, count_waiting
from evaluation.models import Syarat, TokenPortalRB, UnitUsulan, Usulan
from evaluation.proposal_checks import TENGGAT
from evaluation.requirements import INSTANSI, UNIT
from evaluation.services.proposal import proposable
from evaluation.services.requirements import set_of
from units.choices import JenisPeran, JenisPredikat
from units.models import PembangunanZI, Peran, Periode
from units.tugas import Tugas

J = JenisPeran
TOKEN_HARI = 14


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most four queries."""
    if peran.jenis in (J.KEPALA_DAERAH, J.DELEGASI):
        return _decide(periode)
    if peran.jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI):
        return [*_check(periode), *_prepare(periode)]
    if peran.jenis == J.ANGGOTA_TPI:
        return _check(periode)
    if peran.jenis == J.KEPALA_UNIT:
        return _sptjm(peran, periode)
    if peran.jenis == J.ADMIN_INSTANSI:
        return _tokens(peran, today)
    return []


def _due(periode: Periode) -> date | None:
    """From the calendar, which the home page has read already."""
    return next((row.tanggal for row in periode.tenggat.all() if row.kode == TENGGAT), None)


def _decide(periode: Periode) -> list[Tugas]:
    waiting = count_waiting(periode)
    if not waiting:
        return []
    return [
        Tugas(
            f"{waiting} unit kerja menunggu keputusan Anda",
            "Hasil evaluasi TPI sudah final: usulkan ke TPN atau bina kembali.",
            reverse("pengusulan_list"),
            tenggat=_due(periode),
            nada="kuning",
        )
    ]


def _check(periode: Periode) -> list[Tugas]:
    """Only once a unit is being evaluated: before that nobody needs the values."""
    years = list(PembangunanZI.objects.filter(periode=periode, tahap__in=MENUNGGU).values_list("pk", "target"))
    if not years:
        return []
    wanted = {(None, item.kode) for item in _asked(periode, INSTANSI, {target for _, target in years})}
    wanted |= {(pk, item.kode) for pk, target in years for item in _asked(periode, UNIT, {target})}
    missing = wanted - set(Syarat.objects.filter(periode=periode).values_list("pembangunan_id", "kode"))
    if not missing:
        return []
    return [
        Tugas(
            "Periksa syarat pengajuan",
            f"{len(missing)} syarat instansi dan unit kerja yang sedang dievaluasi belum dicatat.",
            reverse("syarat_list"),
            tenggat=_due(periode),
        )
    ]


def _asked(periode: Periode, tingkat: str, targets: set[str]):
    return [item for item in set_of(periode).of_level(tingkat) if not item.is_computed and targets & set(item.minimum)]


def _prepare(periode: Periode) -> list[Tugas]:
    found = []
    free = sum(1 for kode in JenisPredikat.values for _ in proposable(periode, kode))
    if free:
        words = f"{free} unit kerja sudah diputuskan dan belum masuk surat usulan."
        found.append(
            Tugas("Susun usulan ke TPN", words, reverse("usulan_create"), tenggat=_due(periode), nada="kuning")
        )
    for usulan in Usulan.objects.filter(periode=periode, status=Usulan.Status.DRAF).select_related("periode"):
        url = reverse("usulan_detail", args=[usulan.pk])
        words = "Lengkapi surat dan SPTJM, lalu kirim."
        found.append(Tugas(f"Kirim {usulan}", words, url, tenggat=_due(periode), nada="kuning"))
    return found


def _sptjm(peran: Peran, periode: Periode) -> list[Tugas]:
    rows = UnitUsulan.objects.filter(
        pembangunan__unit_id=peran.unit_id, usulan__periode=periode, usulan__status=Usulan.Status.DRAF, sptjm=None
    )
    return [
        Tugas(
            "Sampaikan SPTJM usulan ke TPN",
            "Unggah SPTJM yang ditandatangani di atas meterai; usulan belum dapat dikirim tanpanya.",
            reverse("sptjm_give", args=[row.pk]),
            tenggat=_due(periode),
            nada="kuning",
        )
        for row in rows
    ]


def _tokens(peran: Peran, today: date) -> list[Tugas]:
    ending = TokenPortalRB.objects.filter(instansi_id=peran.instansi_id, dicabut_at=None).filter(
        Q(berlaku_sampai__gte=today, berlaku_sampai__lte=today + timedelta(days=TOKEN_HARI))
    )
    return [
        Tugas(
            f"Token PortalRB “{token.nama}” segera berakhir",
            "Buat token baru dan daftarkan di PortalRB sebelum token ini berakhir.",
            reverse("portalrb_index"),
            tenggat=token.berlaku_sampai,
            nada="kuning",
        )
        for token in ending
    ]
