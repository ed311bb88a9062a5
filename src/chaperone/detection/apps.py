from django.apps import AppConfig


class DetectionConfig(AppConfig):
    name = "chaperone.detection"
    label = "detection"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.detection.dues import dues
        from chaperone.duties.registry import due_from

        due_from(dues)
