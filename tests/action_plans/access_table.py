from tests.access import Row
from tests.action_plans.access_report import ROWS as REPORT_ROWS

TABLE: list[Row] = [*REPORT_ROWS]
