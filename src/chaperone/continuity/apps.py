from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "chaperone.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.UUIDField"
