"""Dashboards are read by those who see the whole institution; each role sees its own institution's only."""

from tests.access import Row
from units.scope import INSTANSI_ROLES

TABLE = [
    Row("dasbor", INSTANSI_ROLES, denied=403, foreign=200),
    Row("dasbor_unit_list", INSTANSI_ROLES, denied=403, foreign=200),
]
