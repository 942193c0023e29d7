from tests.access import ROLES, Row
from tests.units.access_table_team import data_dukung
from units.scope import INSTANSI_ROLES, UNIT_ROLES

READERS = (INSTANSI_ROLES | UNIT_ROLES) - {"pegawai"}

TABLE = [
    Row("data_dukung_usage", allow=READERS, kwargs=lambda w: {"pk": data_dukung(w).pk}),
    Row("beranda", allow=ROLES, foreign=200),
    Row("search", allow=ROLES, foreign=200),
]
