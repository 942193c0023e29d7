"""The demo made on another day: it tells no future."""

from datetime import date

import pytest
from django.utils import timezone

from action_plans.models import RiwayatAksi, RiwayatRencana
from zi_portal.demo.build import make_demo
from zi_portal.demo.clock import on


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2027, 7, 3)])
def test_nothing_happens_after_today(db, today):
    with on(today):
        make_demo(today=today)
    newest = max(
        m.objects.order_by("-waktu").first().waktu for m in (RiwayatAksi, RiwayatRencana) if m.objects.exists()
    )
    assert timezone.localdate(newest) <= today
