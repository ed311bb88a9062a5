from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "chaperone.duties"
    label = "duties"

    def ready(self) -> None:
        from chaperone.duties import settings  # noqa: F401  declares them
