from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluasi"

    def ready(self) -> None:
        from evaluation import access as own
        from evaluation import briefing, pleno_access, proposal_hooks, tpi_hooks, tpn_hooks, year_conditions
        from units import access

        access.CAPABILITIES.extend([*own.CAPABILITIES, *pleno_access.CAPABILITIES])
        proposal_hooks.register()
        year_conditions.register()
        tpi_hooks.register()
        tpn_hooks.register()
        briefing.register()
