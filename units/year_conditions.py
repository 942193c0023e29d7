"""What must be true before a unit declares, is designated and starts to build, as far as this app knows it.

`action_plans` adds the approved plan to "start", `evaluation` what it knows about the later steps.
"""

from django.urls import reverse
from django.utils import timezone

from units.choices import JenisPeran
from units.findings import Temuan, galat, peringatan
from units.models import PaktaIntegritas, PembangunanZI, Pencanangan, Peran
from units.predicate import wbbm_findings
from units.profiles import get_profil
from units.services.pakta import coverage
from units.team_rules import team_findings
from units.templatetags.indonesia import tanggal
from units.year import PLACES, condition


def declaration_complete(year: PembangunanZI) -> list[Temuan]:
    """Date, place and witnesses, published widely (Perwal Tangerang 72/2018 Bab II A.3; Perbup 49/2022 Pasal 3(2))."""
    row = Pencanangan.objects.filter(pembangunan=year).first()
    if row is None:
        return [galat("pencanangan", "Tanggal, tempat, dan saksi pencanangan belum dicatat.")]
    found = []
    if row.tanggal > timezone.localdate():
        found.append(galat("pencanangan_belum", f"Pencanangan baru berlangsung pada {tanggal(row.tanggal)}."))
    if not row.tautan.strip():
        found.append(galat("tanpa_publikasi", "Tautan publikasi pencanangan belum diisi."))
    if not row.foto.exists():
        found.append(peringatan("tanpa_foto", "Foto pencanangan belum diunggah."))
    if not row.piagam_id:
        found.append(peringatan("tanpa_piagam", "Piagam pencanangan belum diunggah."))
    return found


def head_has_signed(year: PembangunanZI) -> list[Temuan]:
    """The head pledges first (Perbup Ketapang 49/2022 Pasal 3(1))."""
    heads = Peran.objects.active_on(timezone.localdate()).filter(unit=year.unit_id, jenis=JenisPeran.KEPALA_UNIT)
    if PaktaIntegritas.objects.filter(pembangunan=year, user__in=heads.values("user")).exists():
        return []
    return [galat("pimpinan", "Kepala unit belum menandatangani pakta integritas.")]


def most_have_signed(year: PembangunanZI) -> list[Temuan]:
    """All or most employees have signed: more than half (Perbup Ketapang 49/2022 Pasal 3(1))."""
    cakupan = coverage(year)
    if not cakupan.pegawai:
        return [galat("pegawai", "Jumlah pegawai unit belum diisi, sehingga cakupan pakta tidak dapat dihitung.")]
    if cakupan.kurang:
        pasal = get_profil(year.periode.profil).pakta.pasal
        return [
            galat(
                "cakupan",
                f"Baru {cakupan.sudah} dari {cakupan.pegawai} pegawai ({cakupan.persen}%) menandatangani pakta integritas; "
                f"kurang {cakupan.kurang} orang lagi agar lebih dari separuh ({pasal}).",
            )
        ]
    return []


def decree_recorded(year: PembangunanZI) -> list[Temuan]:
    if not year.nomor_penetapan or not year.tanggal_penetapan:
        return [galat("keputusan", "Nomor dan tanggal keputusan penetapan belum dicatat.")]
    row = Pencanangan.objects.filter(pembangunan=year).first()
    if row and year.tanggal_penetapan < row.tanggal:
        words = f"{tanggal(year.tanggal_penetapan)} mendahului pencanangan ({tanggal(row.tanggal)})"
        return [peringatan("urutan", f"Tanggal keputusan {words}.")]
    return []


def target_allowed(year: PembangunanZI) -> list[Temuan]:
    return wbbm_findings([year.unit], year.target)


def on_time(year: PembangunanZI) -> list[Temuan]:
    """Candidates are proposed by 31 January (S2; the date is a setting of the year). Late ones are told, not refused."""
    due = year.periode.tenggat.filter(kode="usulan_calon").first()
    if due and timezone.localdate() > due.tanggal:
        return [peringatan("tenggat", f"Tenggat “{due.nama}” ({tanggal(due.tanggal)}) sudah lewat.")]
    return []


def team_complete(year: PembangunanZI) -> list[Temuan]:
    """The team as the profile wants it, by decree of the Kepala Unit (Pergub Kalbar 20/2017 Pasal 3(3))."""
    tim = getattr(year, "tim", None)
    if tim is None:
        return [galat("tim", "Tim Pembangunan ZI belum dibentuk.")]
    found = team_findings(tim)
    if not tim.nomor_sk or not tim.tanggal_sk:
        found.append(galat("sk_tim", "Nomor dan tanggal keputusan tim belum diisi."))
    return found


def register() -> None:
    """Called once, when the app starts."""

    def link(name: str):
        return lambda year: reverse(name, args=[year.pk])

    condition(
        "declare", "Pencanangan dicatat lengkap dan dipublikasikan", declaration_complete, link("pencanangan_edit")
    )
    condition("declare", "Kepala unit menandatangani pakta integritas", head_has_signed, link("pakta_detail"))
    condition("declare", "Lebih dari separuh pegawai menandatangani", most_have_signed, link("pakta_detail"))
    condition("designate", "Keputusan penetapan dicatat", decree_recorded, lambda year: reverse("keputusan_create"))
    condition("designate", "Target predikat sesuai predikat yang dipegang", target_allowed)
    condition("designate", "Masih dalam tenggat usulan calon", on_time)
    condition("start", "Tim Pembangunan ZI sesuai aturan dan memiliki keputusan", team_complete, link("tim_detail"))
    PLACES["designate"] = lambda year: reverse("keputusan_create")
