from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "chaperone.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.UUIDField"
