from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "action_plans"

    def ready(self) -> None:
        from action_plans import year_conditions
        from action_plans.access import CAPABILITIES, coaches_of
        from action_plans.briefing import read_facts
        from action_plans.evidence_origins import read_origins
        from units import access, briefing, coaching, evidence_origins

        access.CAPABILITIES.extend(CAPABILITIES)
        evidence_origins.ORIGINS.append(read_origins)
        briefing.SOURCES.append(read_facts)
        coaching.COACHES.append(coaches_of)
        year_conditions.register()
