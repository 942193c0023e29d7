from tests.access import Row
from tests.action_plans.access_coaching import ROWS as COACHING_ROWS
from tests.action_plans.access_plan import ROWS as PLAN_ROWS
from tests.action_plans.access_report import ROWS as REPORT_ROWS

TABLE: list[Row] = [*PLAN_ROWS, *REPORT_ROWS, *COACHING_ROWS]
