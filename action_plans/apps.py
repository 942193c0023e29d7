from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "action_plans"

    def ready(self) -> None:
        from action_plans.access import CAPABILITIES
        from units import access

        access.CAPABILITIES.extend(CAPABILITIES)
