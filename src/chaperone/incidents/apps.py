from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "chaperone.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.UUIDField"
