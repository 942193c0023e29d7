"""Is TPI made up as the regulation profile says? Plain data in, findings out."""

from dataclasses import dataclass

from evaluation.models import AnggotaPenilai, TimPenilai
from units.findings import Temuan, galat, peringatan
from units.profiles import AturanTPI, UnsurTPI, get_profil

KETUA, SEKRETARIS = AnggotaPenilai.Kedudukan.KETUA, AnggotaPenilai.Kedudukan.SEKRETARIS


@dataclass(frozen=True, slots=True)
class Kursi:
    """One seat: its position in words, who sits there, and where they come from."""

    kedudukan: str
    nama: str
    jabatan: str
    di_inspektorat: bool
    berlaku: bool  # the role that the seat gave is still in force


def check_tpi(kursi: list[Kursi], aturan: AturanTPI) -> list[Temuan]:
    """Errors where the numbers are wrong, warnings where the origin of a person looks wrong.

    The origin is words of the regulation ("Inspektur Pembantu V"), which a title can only resemble. A regulation
    without composition leaves it to the decree (Perwal Tangerang 72/2018): then only ketua and members are asked.
    """
    found = [f for unsur in aturan.unsur for f in _unsur(kursi, unsur, aturan.pasal)] or _without_rule(kursi, aturan)
    ended = [k.nama for k in kursi if not k.berlaku]
    if ended:
        found.append(
            galat(
                "peran_berakhir",
                f"Peran TPI sudah berakhir: {', '.join(ended)}. Keluarkan dari tim atau tetapkan kembali.",
                "Anggota",
            )
        )
    return found


def _unsur(kursi: list[Kursi], unsur: UnsurTPI, pasal: str) -> list[Temuan]:
    seats = [k for k in kursi if k.kedudukan == unsur.jabatan]
    if unsur.jumlah is not None and len(seats) != unsur.jumlah:
        return [
            galat(
                "jumlah_unsur",
                f"{unsur.jabatan} harus {unsur.jumlah} orang dari {unsur.dari}; sekarang {len(seats)} orang ({pasal}).",
                unsur.jabatan,
            )
        ]
    if not seats:
        return [galat("unsur_kosong", f"{unsur.jabatan} belum ditetapkan ({pasal}).", unsur.jabatan)]
    return [
        peringatan(
            "asal_unsur",
            f"{unsur.jabatan} berasal dari {unsur.dari} ({pasal}); periksa jabatan {k.nama}: {k.jabatan or 'belum diisi'}.",
            unsur.jabatan,
        )
        for k in seats
        if not _fits(k, unsur)
    ]


def _fits(kursi: Kursi, unsur: UnsurTPI) -> bool:
    """A title named by the regulation is that title; the Inspektorat is where they work; anything else cannot be told."""
    if unsur.jumlah is None or unsur.dari == "Inspektorat":
        return kursi.di_inspektorat or unsur.dari != "Inspektorat"
    title = kursi.jabatan.casefold()
    wanted = unsur.dari.casefold()
    return title.startswith(wanted) and not title.startswith(f"{wanted} pembantu")


def _without_rule(kursi: list[Kursi], aturan: AturanTPI) -> list[Temuan]:
    if aturan.unsur:
        return []
    if not any(k.kedudukan == KETUA.label for k in kursi):
        return [galat("unsur_kosong", "Tim belum memiliki ketua. Tetapkan ketuanya menurut keputusan.", "Ketua")]
    return []


def team_findings(tim: TimPenilai | None, *, profil: str, today) -> list[Temuan]:
    """Findings of the team as it stands (one query)."""
    rows = tim.anggota.select_related("user__unit", "peran") if tim else []
    kursi = [
        Kursi(
            a.get_kedudukan_display(),
            a.user.nama,
            a.user.jabatan,
            bool(a.user.unit and a.user.unit.is_inspektorat),
            a.peran.is_active_on(today),
        )
        for a in rows
    ]
    found = check_tpi(kursi, get_profil(profil).tpi)
    if tim is None or not tim.nomor_sk or not tim.tanggal_sk:
        found.append(peringatan("sk_belum_diisi", "Nomor dan tanggal keputusan TPI belum diisi.", "Keputusan"))
    return found
