from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "action_plans"

    def ready(self) -> None:
        from action_plans.access import CAPABILITIES  # noqa: PLC0415  models are not ready before
        from units import access  # noqa: PLC0415

        access.CAPABILITIES.extend(CAPABILITIES)
