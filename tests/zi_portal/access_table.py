from tests.access import ROLES, Row

TABLE = [
    Row("beranda", allow=ROLES, foreign=200),
    Row("search", allow=ROLES, foreign=200),
]
