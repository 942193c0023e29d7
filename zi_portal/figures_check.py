"""Every figure of the dashboards a second time, in SQL written by hand that shares no line with what the pages run.

Two ways that were written apart and agree on a province's five years are wrong together only by accident. Only tables, columns
and stored words stand here: no model, no manager, no `visible_to`; the role is taken to be one that sees the whole institution.
"""
# ruff: noqa: S608  statements are put together from the words of this module only; what comes from outside is a parameter

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import connection

AREA = ("manajemen_perubahan", "tatalaksana", "sdm", "akuntabilitas", "pengawasan", "pelayanan_publik")
TAHAP = (
    "diidentifikasi", "dicanangkan", "ditetapkan", "membangun", "penilaian_mandiri", "evaluasi_tpi", "diusulkan",
    "evaluasi_tpn", "berpredikat", "pemantauan", "dibina", "dicabut",
)  # fmt: skip
FASE = ("meja", "klarifikasi", "lapangan", "pleno", "final")
PUTUSAN = ("valid", "tidak_relevan", "tidak_cukup", "kedaluwarsa")
CENT = Decimal("0.01")

# One row for each unit of the year with its own score and TPI's, whichever are stored.
TAHUN_UNIT = """
WITH tahun AS (
  SELECT p.id, p.unit_id, p.tahap, p.target, p.tanggal_penetapan, e.status AS fase,
         sendiri.nilai AS nilai_sendiri, oleh_tpi.nilai AS nilai_tpi,
         CASE WHEN oleh_tpi.nilai IS NOT NULL THEN oleh_tpi.nilai ELSE sendiri.nilai END AS nilai,
         CASE WHEN oleh_tpi.nilai IS NOT NULL THEN oleh_tpi.area ELSE sendiri.area END AS area,
         CASE WHEN p.target = 'wbbm' AND oleh_tpi.nilai IS NOT NULL THEN oleh_tpi.kurang_wbbm
              WHEN p.target = 'wbbm' THEN sendiri.kurang_wbbm
              WHEN oleh_tpi.nilai IS NOT NULL THEN oleh_tpi.kurang_wbk
              ELSE sendiri.kurang_wbk END AS kurang,
         (SELECT count(*) FROM action_plans_rencanaaksi r WHERE r.pembangunan_id = p.id AND r.versi > 0) AS rencana,
         (SELECT count(*) FROM action_plans_pembinaan b WHERE b.pembangunan_id = p.id AND b.status <> 'draf') AS pembinaan,
         (SELECT count(*) FROM evaluation_rekomendasi k JOIN evaluation_evaluasitpi v ON v.id = k.evaluasi_id
           WHERE k.unit_id = p.unit_id AND v.status = 'final' AND k.status = 'terbuka' AND k.tenggat < %(today)s) AS lewat
  FROM units_pembangunanzi p
  LEFT JOIN (SELECT a.pembangunan_id, n.* FROM evaluation_penilaian a JOIN evaluation_ringkasannilai n
             ON n.penilaian_id = a.id WHERE a.jenis = 'mandiri') sendiri ON sendiri.pembangunan_id = p.id
  LEFT JOIN (SELECT a.pembangunan_id, n.* FROM evaluation_penilaian a JOIN evaluation_ringkasannilai n
             ON n.penilaian_id = a.id WHERE a.jenis = 'tpi') oleh_tpi ON oleh_tpi.pembangunan_id = p.id
  LEFT JOIN evaluation_penilaian e ON e.pembangunan_id = p.id AND e.jenis = 'tpi'
  WHERE p.periode_id = %(periode)s
)
"""
SYARAT = {
    "semua": "1 = 1",
    **{tahap: f"tahap = '{tahap}'" for tahap in TAHAP},
    "memenuhi": "kurang = 0",
    "kurang": "kurang > 0",
    "belum_dinilai": "kurang IS NULL",
    "keputusan": "tahap = 'evaluasi_tpi' AND fase = 'final'",
    "tanpa_rencana": "rencana = 0 AND tahap NOT IN ('berpredikat', 'pemantauan', 'dibina', 'dicabut')",
    "laporan_terlambat": "id IN ({terlambat})",
    "selisih": "nilai_sendiri > nilai_tpi",
    "tindak_lanjut": "lewat > 0",
    "belum_dibina": "pembinaan = 0",
    "terlambat": "lewat > 0 OR id IN ({terlambat}) OR rencana = 0 AND tahap NOT IN "
    "('berpredikat', 'pemantauan', 'dibina', 'dicabut')",
    **{f"area_{area}": f"CAST(area -> '{area}' ->> 1 AS text) IN ('false', '0')" for area in AREA},
}


@dataclass(frozen=True, slots=True)
class Beda:
    """A figure that the two ways do not agree on."""

    nama: str
    halaman: Any
    sql: Any

    def __str__(self) -> str:
        return f"{self.nama}: the page says {self.halaman}, SQL says {self.sql}"


def count_years(periode: int, *, today: date) -> dict[str, int]:
    """What the tiles of the dashboard count, by the code of their criterion."""
    late = "SELECT 0" if not (due := _due(periode, today)) else " UNION ".join(_owed(*quarter) for quarter in due)
    parts = ", ".join(
        f"count(CASE WHEN {condition.format(terlambat=late)} THEN 1 END)" for condition in SYARAT.values()
    )
    (row,) = _rows(f"{TAHUN_UNIT} SELECT {parts} FROM tahun", periode=periode, today=today)
    return dict(zip(SYARAT, row, strict=True))


def _due(periode: int, today: date) -> list[tuple[int, date]]:
    """Quarters whose deadline in the calendar has passed, each with its last day."""
    rows = _rows(
        "SELECT t.kode, p.tahun FROM units_tenggat t JOIN units_periode p ON p.id = t.periode_id "
        "WHERE t.periode_id = %(periode)s AND t.kode LIKE 'laporan_tw%%' AND t.tanggal < %(today)s",
        periode=periode, today=today,
    )  # fmt: skip
    ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
    return [(int(kode[-1]), date(tahun, *ends[int(kode[-1])])) for kode, tahun in rows]


def _owed(quarter: int, end: date) -> str:
    return (
        "SELECT u.id FROM units_pembangunanzi u WHERE u.periode_id = %(periode)s "
        f"AND (u.tanggal_penetapan IS NULL OR u.tanggal_penetapan <= '{end:%Y-%m-%d}') "
        "AND u.id NOT IN (SELECT l.pembangunan_id FROM action_plans_laporantriwulan l "
        f"WHERE l.triwulan = {quarter} AND l.dikirim_at IS NOT NULL)"
    )


def quarters(periode: int, *, today: date) -> dict[int, tuple[int, int, int]]:
    """Per quarter: late, waiting to be received, received."""
    found = {}
    due = dict(_due(periode, today))
    for quarter in (1, 2, 3, 4):
        late = len(_rows(_owed(quarter, due[quarter]), periode=periode)) if quarter in due else 0
        (counts,) = _rows(
            "SELECT count(CASE WHEN l.status = 'disampaikan' THEN 1 END), count(CASE WHEN l.status = 'diterima' THEN 1 END) "
            "FROM action_plans_laporantriwulan l JOIN units_pembangunanzi u ON u.id = l.pembangunan_id "
            "WHERE u.periode_id = %(periode)s AND l.triwulan = %(quarter)s AND l.dikirim_at IS NOT NULL",
            periode=periode, quarter=quarter,
        )  # fmt: skip
        found[quarter] = (late, *counts)
    return found


def years(instansi: int, *, sampai: int, today: date) -> list[tuple[int, int, int, Decimal | None, int, int]]:
    """Per year, oldest first: units, those with a score, mean score, those that meet all minima, holders at its end."""
    found = []
    for periode, tahun in _rows(
        "SELECT id, tahun FROM units_periode WHERE instansi_id = %(instansi)s AND tahun > %(first)s AND tahun <= %(last)s "
        "AND id IN (SELECT periode_id FROM units_pembangunanzi) ORDER BY tahun",
        instansi=instansi, first=sampai - 5, last=sampai,
    ):  # fmt: skip
        (row,) = _rows(
            f"{TAHUN_UNIT} SELECT count(*), count(nilai), sum(nilai), count(CASE WHEN kurang = 0 THEN 1 END) FROM tahun",
            periode=periode, today=today,
        )  # fmt: skip
        units, scored, total, met = row
        ((held,),) = _rows(
            "SELECT count(DISTINCT q.unit_id) FROM units_predikat q JOIN units_unitkerja u ON u.id = q.unit_id "
            "WHERE u.instansi_id = %(instansi)s AND q.mulai <= %(end)s AND (q.dicabut_pada IS NULL OR q.dicabut_pada > %(end)s)",
            instansi=instansi, end=date(tahun, 12, 31),
        )  # fmt: skip
        found.append((tahun, units, scored, _mean(total, scored), met, held))
    return found


def holders(instansi: int, *, today: date) -> dict[str, int]:
    predicates = "units_predikat q JOIN units_unitkerja u ON u.id = q.unit_id AND u.instansi_id = %(instansi)s"
    soon, status = today + timedelta(days=90), "q.status <> 'dicabut'"
    (row,) = _rows(
        f"SELECT count(CASE WHEN q.status = 'berlaku' THEN 1 END), count(CASE WHEN q.status = 'ditinjau' THEN 1 END), "
        f"count(CASE WHEN {status} AND q.reevaluasi_paling_lambat <= %(soon)s THEN 1 END), "
        f"count(CASE WHEN {status} AND q.reevaluasi_paling_lambat < %(today)s THEN 1 END), "
        f"count(DISTINCT CASE WHEN {status} AND u.is_active THEN u.id END), "
        f"(SELECT count(*) FROM units_unitkerja a WHERE a.instansi_id = %(instansi)s AND a.is_active) FROM {predicates}",
        instansi=instansi, today=today, soon=soon,
    )  # fmt: skip
    return dict(zip(("berlaku", "ditinjau", "dekat", "lewat", "berpredikat", "unit"), row, strict=True))


def phases(periode: int) -> dict[str, int]:
    rows = _rows(
        "SELECT e.status, count(*) FROM evaluation_evaluasitpi e JOIN units_pembangunanzi p ON p.id = e.pembangunan_id "
        "WHERE p.periode_id = %(periode)s GROUP BY e.status",
        periode=periode,
    )
    return dict.fromkeys(FASE, 0) | dict(rows)


def area_gaps(periode: int) -> dict[str, Decimal]:
    """How much higher units score themselves than TPI does, on average, per area; {} while no unit has both.

    Percents are stored as printed, so hundredths are summed as whole numbers: SQLite has no decimals.
    """
    columns = ", ".join(
        f"sum(CAST(replace(m.area -> '{a}' ->> 0, '.', '') AS integer) - "
        f"CAST(replace(t.area -> '{a}' ->> 0, '.', '') AS integer))"
        for a in AREA
    )
    ((pairs, *sums),) = _rows(
        f"SELECT count(*), {columns} FROM units_pembangunanzi p "
        "JOIN evaluation_penilaian pm ON pm.pembangunan_id = p.id AND pm.jenis = 'mandiri' "
        "JOIN evaluation_ringkasannilai m ON m.penilaian_id = pm.id "
        "JOIN evaluation_penilaian pt ON pt.pembangunan_id = p.id AND pt.jenis = 'tpi' "
        "JOIN evaluation_ringkasannilai t ON t.penilaian_id = pt.id WHERE p.periode_id = %(periode)s",
        periode=periode,
    )
    return {area: _cents(Decimal(total) / 100 / pairs) for area, total in zip(AREA, sums, strict=True)} if pairs else {}


def recommendations(instansi: int, *, today: date) -> dict[str, int]:
    (row,) = _rows(
        "SELECT count(CASE WHEN k.status <> 'selesai' THEN 1 END), count(CASE WHEN k.status = 'dijawab' THEN 1 END), "
        "count(CASE WHEN k.status = 'terbuka' AND k.tenggat < %(today)s THEN 1 END), "
        "count(CASE WHEN k.status = 'terbuka' AND k.tenggat < %(long_ago)s THEN 1 END) "
        "FROM evaluation_rekomendasi k JOIN units_unitkerja u ON u.id = k.unit_id "
        "JOIN evaluation_evaluasitpi e ON e.id = k.evaluasi_id WHERE u.instansi_id = %(instansi)s AND e.status = 'final'",
        instansi=instansi, today=today, long_ago=today - timedelta(days=90),
    )  # fmt: skip
    return dict(zip(("belum", "menunggu", "lewat", "lama"), row, strict=True))


def disputed(periode: int) -> dict[str, int]:
    """Questions on which assessors gave different answers: in how many evaluations."""
    return dict(
        _rows(
            "SELECT kode, count(*) FROM (SELECT j.evaluasi_id, j.kode FROM evaluation_jawabanpenilai j "
            "JOIN evaluation_evaluasitpi e ON e.id = j.evaluasi_id JOIN units_pembangunanzi p ON p.id = e.pembangunan_id "
            "WHERE p.periode_id = %(periode)s AND e.status <> 'meja' AND j.selesai_at IS NOT NULL AND j.nilai IS NOT NULL "
            "GROUP BY j.evaluasi_id, j.kode HAVING min(CAST(j.nilai AS text)) <> max(CAST(j.nilai AS text))) d GROUP BY kode",
            periode=periode,
        )
    )


def evidence(periode: int) -> dict[str, int]:
    """Pieces of evidence by verdict, and those under several questions of submitted self-assessments."""
    found = dict.fromkeys(PUTUSAN, 0) | dict(
        _rows(
            "SELECT b.putusan, count(DISTINCT v.data_dukung_id) FROM evaluation_putusanbukti b "
            "JOIN evaluation_jawabanpenilai j ON j.id = b.jawaban_id JOIN evaluation_evaluasitpi e ON e.id = j.evaluasi_id "
            "JOIN units_pembangunanzi p ON p.id = e.pembangunan_id JOIN units_versidatadukung v ON v.id = b.versi_id "
            "JOIN units_datadukung d ON d.id = v.data_dukung_id JOIN units_pembangunanzi q ON q.id = d.pembangunan_id "
            "WHERE p.periode_id = %(periode)s AND q.periode_id = %(periode)s AND e.status <> 'meja' GROUP BY b.putusan",
            periode=periode,
        )
    )
    ((found["ulang"],),) = _rows(
        "SELECT count(*) FROM (SELECT b.data_dukung_id FROM evaluation_buktijawaban b "
        "JOIN evaluation_jawaban j ON j.id = b.jawaban_id JOIN evaluation_penilaian a ON a.id = j.penilaian_id "
        "JOIN units_pembangunanzi p ON p.id = a.pembangunan_id JOIN units_datadukung d ON d.id = b.data_dukung_id "
        "JOIN units_pembangunanzi q ON q.id = d.pembangunan_id WHERE p.periode_id = %(periode)s "
        "AND q.periode_id = %(periode)s AND a.jenis = 'mandiri' AND a.diajukan_at IS NOT NULL "
        "GROUP BY b.data_dukung_id HAVING count(DISTINCT b.jawaban_id) > 1) r",
        periode=periode,
    )
    return found


def differences(pages: Mapping[str, Any], sql: Mapping[str, Any]) -> Iterable[Beda]:
    """Figures that differ, and those that only one side knows."""
    for name in sorted(pages.keys() | sql.keys()):
        if pages.get(name, "-") != sql.get(name, "-"):
            yield Beda(name, pages.get(name, "-"), sql.get(name, "-"))


def _mean(total: Any, count: int) -> Decimal | None:
    return _cents(Decimal(str(round(total, 2))) / count) if count else None


def _cents(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(CENT, ROUND_HALF_EVEN)


def _rows(sql: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
