from django.apps import AppConfig


class DetectionConfig(AppConfig):
    name = "chaperone.detection"
    label = "detection"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.detection.dues import dues
        from chaperone.detection.scanning.reading import readings
        from chaperone.detection.scanning.streaming import look_at_all
        from chaperone.duties.registry import due_from
        from chaperone.jobs.steady import steadily
        from chaperone.notices.readings import readings_from

        due_from(dues)
        readings_from(readings)
        # Of the five seconds within which an alert stands, the tree takes one or two.
        steadily(look_at_all, apart=True, every=2.0)
