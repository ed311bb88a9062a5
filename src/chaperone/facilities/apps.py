from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "chaperone.facilities"
    label = "facilities"
    default_auto_field = "django.db.models.UUIDField"
