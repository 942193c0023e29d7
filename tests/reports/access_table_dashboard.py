"""Dashboards are read by those who see the whole institution; each role sees its own institution's only. A unit is led to
its own.
"""

from reports.dashboard.unit_views import READERS, UNIT_WORKERS
from tests.access import Row
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES

TABLE = [
    Row("dasbor", INSTANSI_ROLES, denied=403, special=dict.fromkeys(UNIT_WORKERS, 302), foreign=200),
    Row("dasbor_unit_list", INSTANSI_ROLES, denied=403, foreign=200),
    Row("dasbor_ringkasan", INSTANSI_ROLES, denied=403, foreign=200),
    Row("rekap_unit", INSTANSI_ROLES, denied=403, foreign=200),
    *(
        Row(name, INSPEKTORAT_ROLES, denied=403, foreign=200)
        for name in ("dasbor_inspektorat", "dasbor_beda_list", "dasbor_bukti_list")
    ),
    Row("dasbor_unit", READERS, kwargs=lambda w: {"pk": w.unit.pk}, denied=403),
]
