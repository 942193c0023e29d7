import pytest
from django.test import Client

from tests.factories import World, make_world
from units.models import Peran


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    """No test writes beside another: files and mail of their own, jobs run at once, plain static names."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _eager_jobs():
    """Tasks run in the calling process as soon as the transaction commits; the worker tests use a real worker."""
    from zi_portal.celery import app

    before = app.conf.task_always_eager, app.conf.task_eager_propagates
    app.conf.task_always_eager, app.conf.task_eager_propagates = True, True
    yield
    app.conf.task_always_eager, app.conf.task_eager_propagates = before


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def other_world(db) -> World:
    """A second institution in the same installation."""
    return make_world(wilayah="Kabupaten Seberang")


@pytest.fixture
def client_as():
    """`client_as(peran)`: a client signed in as the person, acting in that role."""

    def sign_in(peran: Peran) -> Client:
        client = Client()
        client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
        session = client.session
        session["peran"] = peran.pk
        session.save()
        return client

    return sign_in
