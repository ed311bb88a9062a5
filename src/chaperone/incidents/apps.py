from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "chaperone.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.incidents.declaring import declare_all

        declare_all()
