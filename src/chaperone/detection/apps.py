from django.apps import AppConfig


class DetectionConfig(AppConfig):
    name = "chaperone.detection"
    label = "detection"
    default_auto_field = "django.db.models.UUIDField"
