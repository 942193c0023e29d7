from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "action_plans"
    default_auto_field = "django.db.models.BigAutoField"
