from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "chaperone.retention"
    label = "retention"
    default_auto_field = "django.db.models.UUIDField"
