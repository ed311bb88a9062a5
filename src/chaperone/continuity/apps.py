from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "chaperone.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.continuity.escrow.dues import dues as ceremony_dues
        from chaperone.duties.registry import due_from

        due_from(ceremony_dues)
