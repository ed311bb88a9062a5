from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "chaperone.training"
    label = "training"
    default_auto_field = "django.db.models.UUIDField"
