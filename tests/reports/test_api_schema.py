"""The committed description is that of the code, and the code keeps to it whatever is asked (schemathesis)."""

import json

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

from reports.api.openapi import FILE, schema_text
from tests.reports.api_worlds import add_year, call, make_client
from zi_portal.wsgi import application

CONTOH = 8  # requests made up for each address, beside the limits of each parameter


def test_the_committed_description_is_that_of_the_code():
    assert FILE.read_text() == schema_text(), "Run `manage.py openapi` and commit docs/openapi.json."


def test_the_description_is_open_to_everybody_and_may_be_kept(db):
    answer = call("openapi.json")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=3600")
    assert answer.json() == json.loads(FILE.read_text())
    assert call("openapi.json", **{"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.fixture
def described(world, settings):
    """The API of a world with rows, called through WSGI; its limits are not what is tried here."""
    settings.API_CALLS_PER_MINUTE = settings.API_FAILURES_PER_MINUTE = 100_000
    add_year(world, unit=world.unit)
    add_year(world)
    config = SchemathesisConfig.from_dict({"headers": {"Authorization": f"Bearer {make_client(world)[1]}"}})
    # Like Django's test client: a request must not close the connection that holds the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_schemathesis_finds_nothing(described):
    """Each address with the limits of every parameter and with made-up values, right and wrong; all its checks.

    Its own pytest collector makes a test, and so a world, of each address.
    """
    load_all_checks()
    config = HypothesisTestConfig(
        project=described.config,
        modes=[HypothesisTestMode.COVERAGE, HypothesisTestMode.FUZZING],
        settings=settings(max_examples=CONTOH, deadline=None, database=None, suppress_health_check=list(HealthCheck)),
        seed=1,
    )
    seen = []

    def asked(case) -> None:
        seen.append(case.operation.label)
        case.call_and_validate()

    for found in described.get_all_operations():
        create_test(operation=found.ok(), test_func=asked, config=config)()
    assert set(seen) == {f"GET {path}" for path in described.raw_schema["paths"]}


def test_the_server_of_the_description_is_none_in_particular():
    """The same file for every installation."""
    assert django_settings.SITE_URL not in FILE.read_text()
