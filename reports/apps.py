from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import issuing_access
        from reports.api import access as api_access
        from reports.publication.data import draw
        from reports.signing import access as signing_access
        from units import access
        from units.services import public

        public.SECTIONS.append(draw)
        access.CAPABILITIES.extend(api_access.CAPABILITIES)
        access.CAPABILITIES.extend(signing_access.CAPABILITIES)
        access.CAPABILITIES.extend(issuing_access.CAPABILITIES)
