from tests.access import Row

TABLE: list[Row] = []
