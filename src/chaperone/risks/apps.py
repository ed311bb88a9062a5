from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "chaperone.risks"
    label = "risks"
    default_auto_field = "django.db.models.UUIDField"
