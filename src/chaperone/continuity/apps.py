from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "chaperone.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.continuity.declaring import declare_all

        declare_all()
