"""The page "Peran dan haknya" says what the capability functions decide, for every role."""

import inspect

import pytest

from action_plans.models import LaporanTriwulan, Pembinaan, RencanaAksi
from evaluation.models import Instrumen, Penilaian
from units.access import CAPABILITIES
from units.choices import JenisPeran


@pytest.mark.parametrize(
    ("label", "function", "roles"), CAPABILITIES, ids=lambda value: getattr(value, "__name__", None)
)
def test_the_words_and_the_function_agree(world, label, function, roles):
    things = {
        "instansi_id": world.instansi.pk,
        "unit": world.unit,
        "pembangunan": world.pembangunan,
        "rencana": RencanaAksi(pembangunan=world.pembangunan),
        "laporan": LaporanTriwulan(pembangunan=world.pembangunan, triwulan=1),
        "pembinaan": Pembinaan(pembangunan=world.pembangunan),
        "instrumen": Instrumen(instansi=world.instansi),
        "penilaian": Penilaian(pembangunan=world.pembangunan),
        "periode": world.periode,
    }
    arguments = [things[name] for name in list(inspect.signature(function).parameters)[1:]]
    allowed = {jenis for jenis in JenisPeran if function(world.peran[jenis], *arguments)}
    assert allowed == set(roles)


def test_every_app_has_added_its_lines():
    modules = {function.__module__ for _, function, _ in CAPABILITIES}
    assert modules >= {"units.access", "action_plans.access", "evaluation.access"}
