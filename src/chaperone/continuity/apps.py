from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "chaperone.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from django.conf import settings

        from chaperone.continuity.declaring import declare_all
        from chaperone.continuity.emergency.desk import keep_here

        declare_all()
        if settings.CHAPERONE_EMERGENCY:
            keep_here()
