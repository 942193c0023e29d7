from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluasi"

    def ready(self) -> None:
        from evaluation.access import CAPABILITIES
        from units import access

        access.CAPABILITIES.extend(CAPABILITIES)
