from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports.api import access as api_access
        from units import access

        access.CAPABILITIES.extend(api_access.CAPABILITIES)
