"""TPN's evaluation and re-evaluations."""

from tests.access import Row
from tests.units.access_table_predicate import RECORDERS, TPN, held

TABLE = [
    Row("reevaluation_outcome", kwargs=held, allow=RECORDERS, denied=403, special=TPN),
]
