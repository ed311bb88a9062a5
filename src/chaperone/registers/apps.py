from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "chaperone.registers"
    label = "registers"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.registers.retained import DOCUMENTS
        from chaperone.retention.classes import register

        register(DOCUMENTS)
