from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"

    def ready(self) -> None:
        from units import year_conditions

        year_conditions.register()
