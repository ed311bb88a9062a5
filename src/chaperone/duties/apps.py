from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "chaperone.duties"
    label = "duties"

    def ready(self) -> None:
        from chaperone.duties import notice, settings  # noqa: F401  declares them
        from chaperone.duties.key_age import key_dues
        from chaperone.duties.registry import due_from

        due_from(key_dues)
