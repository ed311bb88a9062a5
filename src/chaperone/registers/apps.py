from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "chaperone.registers"
    label = "registers"
    default_auto_field = "django.db.models.UUIDField"
