from django.apps import AppConfig

from zi_portal.celery import app


class PortalConfig(AppConfig):
    name = "zi_portal"

    def ready(self) -> None:
        """A job names its task, so the web server needs them all too; Celery itself waits for a worker."""
        app.autodiscover_tasks(force=True)
