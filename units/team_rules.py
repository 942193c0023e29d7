"""Does a team satisfy the rule of the regulation profile? Plain data in, findings out."""

from dataclasses import dataclass

from units.choices import Area, structural_level
from units.findings import Temuan, galat, peringatan
from units.models import TimPembangunan
from units.notices import holders
from units.profiles import AturanTim, get_profil


@dataclass(frozen=True)
class Susunan:
    """Who is in a team: eselon of the unit's head ("" when unknown), of each ketua, and the areas of each member."""

    eselon_kepala: str
    eselon_ketua: tuple[str, ...]
    area_anggota: tuple[frozenset[str], ...]


def check_team(susunan: Susunan, aturan: AturanTim) -> list[Temuan]:
    """Findings against the profile's rule; each names the article. No finding means that the rule is met."""
    return [*_ketua(susunan, aturan), *_level(susunan, aturan), *_members(susunan, aturan), *_areas(susunan, aturan)]


def _ketua(susunan: Susunan, aturan: AturanTim) -> list[Temuan]:
    if not susunan.eselon_ketua:
        return [
            galat("tim_tanpa_ketua", f"Tim belum memiliki ketua ({aturan.pasal}). Tetapkan seorang ketua.", "Ketua")
        ]
    return []


def _level(susunan: Susunan, aturan: AturanTim) -> list[Temuan]:
    if not (aturan.ketua_satu_tingkat and susunan.eselon_ketua):
        return []
    head, ketua = structural_level(susunan.eselon_kepala), structural_level(susunan.eselon_ketua[0])
    if head is None:
        return [
            peringatan(
                "eselon_kepala_kosong",
                f"Eselon kepala unit belum diisi, sehingga tingkat ketua tidak dapat diperiksa ({aturan.pasal}).",
                "Kepala unit",
            )
        ]
    if ketua != head + 1:
        return [
            galat(
                "ketua_bukan_satu_tingkat",
                f"Ketua harus pejabat satu tingkat di bawah kepala unit kerja ({aturan.pasal}). Pilih ketua lain atau perbaiki eselonnya.",
                "Ketua",
            )
        ]
    return []


def _members(susunan: Susunan, aturan: AturanTim) -> list[Temuan]:
    count = len(susunan.area_anggota)
    if aturan.jumlah_anggota is not None and count != aturan.jumlah_anggota:
        return [
            galat(
                "jumlah_anggota",
                f"Anggota tim harus {aturan.jumlah_anggota} orang; sekarang {count} orang ({aturan.pasal}).",
                "Anggota",
            )
        ]
    if count == 0:
        return [galat("tim_tanpa_anggota", "Tim belum memiliki anggota. Tambahkan anggota.", "Anggota")]
    return []


def _areas(susunan: Susunan, aturan: AturanTim) -> list[Temuan]:
    covered = frozenset().union(*susunan.area_anggota) if susunan.area_anggota else frozenset()
    missing = [Area(a).label for a in Area.pengungkit() if a not in covered]
    if not missing:
        return []
    names = ", ".join(missing)
    if aturan.tiap_area:
        return [galat("area_tanpa_anggota", f"Belum ada anggota untuk area: {names} ({aturan.pasal}).", "Area")]
    return [
        peringatan(
            "area_tanpa_anggota",
            f"Belum ada anggota untuk area: {names}. Rencana aksi area itu hanya dapat diisi ketua.",
            "Area",
        )
    ]


def team_findings(tim: TimPembangunan) -> list[Temuan]:
    """Findings of one team as it stands now (three queries)."""
    pembangunan = tim.pembangunan
    heads = holders("kepala_unit", instansi_id=pembangunan.unit.instansi_id, unit_id=pembangunan.unit_id)
    members = list(tim.anggota.select_related("user"))
    susunan = Susunan(
        eselon_kepala=heads[0].eselon if heads else "",
        eselon_ketua=tuple(a.user.eselon for a in members if a.kedudukan == "ketua"),
        area_anggota=tuple(frozenset(a.area) for a in members if a.kedudukan == "anggota"),
    )
    found = check_team(susunan, get_profil(pembangunan.periode.profil).tim)
    if not tim.nomor_sk or not tim.tanggal_sk:
        found.append(peringatan("sk_belum_diisi", "Nomor dan tanggal keputusan tim belum diisi.", "Keputusan"))
    return found
