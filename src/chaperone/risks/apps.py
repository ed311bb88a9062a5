from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "chaperone.risks"
    label = "risks"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.risks.declaring import declare_all

        declare_all()
