from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "action_plans"

    def ready(self) -> None:
        from action_plans.access import CAPABILITIES
        from action_plans.evidence_origins import read_origins
        from units import access, evidence_origins

        access.CAPABILITIES.extend(CAPABILITIES)
        evidence_origins.ORIGINS.append(read_origins)
