"""The action plan as an Excel file: written for people to fill, read back with every problem at its cell.

Two forms are read: the portal's own (one row per action, all columns) and the one that offices use (NO,
KOMPONEN, INDIKATOR, LANGKAH AKSI, BUKTI FISIK, TARGET WAKTU with a Roman-numbered row per area), as in the
plan of Kecamatan Pekalongan Barat. In both, an empty or merged cell means "the same as above".
"""

from action_plans.workbook.form import BarisRencana, HasilBaca, find_area
from action_plans.workbook.read import read_plan
from action_plans.workbook.write import from_template, write_plan, write_rencana_kerja, write_template

__all__ = [
    "BarisRencana",
    "HasilBaca",
    "find_area",
    "from_template",
    "read_plan",
    "write_plan",
    "write_rencana_kerja",
    "write_template",
]
