"""The figures of the dashboards against SQL written independently of them, on believable data."""

from datetime import date

import pytest
from django.db import connection

from reports.dashboard import figures
from reports.dashboard.trend import trend
from units.models import Peran, Periode
from zi_portal.demo.scale import PembuatSkala, Ukuran

TODAY = date(2026, 11, 2)

# One row a unit's year: stage, target, TPI's and the unit's own stored figures, plan, reports and follow-ups that count.
UNITS = """
SELECT p.tahap, p.target, p.tanggal_penetapan,
       COALESCE(rt.nilai, rm.nilai) AS nilai,
       CASE WHEN p.target = 'wbbm' THEN COALESCE(rt.kurang_wbbm, rm.kurang_wbbm)
            ELSE COALESCE(rt.kurang_wbk, rm.kurang_wbk) END AS kurang,
       CASE WHEN rt.nilai < rm.nilai THEN 1 ELSE 0 END AS lebih,
       CASE WHEN t.status = 'final' THEN 1 ELSE 0 END AS final,
       (SELECT COUNT(*) FROM action_plans_rencanaaksi r WHERE r.pembangunan_id = p.id AND r.versi > 0) AS rencana,
       (SELECT COUNT(*) FROM action_plans_laporantriwulan l
         WHERE l.pembangunan_id = p.id AND l.dikirim_at IS NOT NULL) AS laporan,
       (SELECT COUNT(*) FROM evaluation_rekomendasi k JOIN evaluation_evaluasitpi e ON e.id = k.evaluasi_id
         WHERE k.unit_id = p.unit_id AND e.status = 'final' AND k.status = 'terbuka' AND k.tenggat < %s) AS tindak,
       (SELECT COUNT(*) FROM action_plans_pembinaan b
         WHERE b.pembangunan_id = p.id AND b.status <> 'draf') AS bina
  FROM units_pembangunanzi p
  JOIN units_periode y ON y.id = p.periode_id
  LEFT JOIN evaluation_penilaian m ON m.pembangunan_id = p.id AND m.jenis = 'mandiri'
  LEFT JOIN evaluation_penilaian t ON t.pembangunan_id = p.id AND t.jenis = 'tpi'
  LEFT JOIN evaluation_ringkasannilai rm ON rm.penilaian_id = m.id
  LEFT JOIN evaluation_ringkasannilai rt ON rt.penilaian_id = t.id
 WHERE y.instansi_id = %s AND y.tahun = %s
"""
NAMES = ("tahap", "target", "sk", "nilai", "kurang", "lebih", "final", "rencana", "laporan", "tindak", "bina")
OVER = ("berpredikat", "pemantauan", "dibina", "dicabut")


def units_of(instansi_id: int, tahun: int) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(UNITS, [TODAY, instansi_id, tahun])
        return [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def leader(db) -> Peran:
    (instansi,) = PembuatSkala(today=TODAY).make(Ukuran(instansi=1, unit=30, tahun=2))
    return Peran.objects.get(instansi=instansi, jenis="kepala_daerah")


def check(leader: Peran, tahun: int) -> None:
    rows = units_of(leader.instansi_id, tahun)
    periode = Periode.objects.get(instansi=leader.instansi_id, tahun=tahun)
    counts = figures.count_all(figures.unit_years(leader, periode, today=TODAY))

    def number(holds) -> int:
        return sum(bool(holds(row)) for row in rows)

    def plan_missing(row) -> bool:
        return not row["rencana"] and row["tahap"] not in OVER

    wanted = {
        "semua": len(rows),
        "memenuhi": number(lambda r: r["kurang"] == 0),
        "kurang": number(lambda r: r["kurang"]),
        "belum_dinilai": number(lambda r: r["kurang"] is None),
        "tanpa_rencana": number(plan_missing),
        "tindak_lanjut": number(lambda r: r["tindak"]),
        "selisih": number(lambda r: r["lebih"]),
        "keputusan": number(lambda r: r["tahap"] == "evaluasi_tpi" and r["final"]),
        "belum_dibina": number(lambda r: not r["bina"]),
    }
    owed = 4 if tahun < TODAY.year else 3  # the last report of a year is due in January
    if all(row["sk"] is None or str(row["sk"]) <= f"{tahun}-03-31" for row in rows):  # then every unit owes all of them
        wanted["laporan_terlambat"] = number(lambda r: r["laporan"] < owed)
        wanted["terlambat"] = number(lambda r: plan_missing(r) or r["laporan"] < owed or r["tindak"])
    wanted |= {t.value: number(lambda r, t=t: r["tahap"] == t.value) for t in figures.Tahap}
    assert {kode: counts[kode] for kode in wanted} == wanted
    assert "laporan_terlambat" in wanted

    scores = [float(row["nilai"]) for row in rows if row["nilai"] is not None]
    year = next(y for y in trend(leader, sampai=tahun) if y.tahun == tahun)
    assert (year.unit, year.dinilai, year.memenuhi) == (len(rows), len(scores), wanted["memenuhi"])
    assert year.rata == pytest.approx(sum(scores) / len(scores), abs=0.006)


def test_this_years_and_last_years_figures_agree_with_plain_sql(leader):
    for tahun in (2026, 2025):
        check(leader, tahun)
