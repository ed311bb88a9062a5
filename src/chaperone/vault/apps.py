from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "chaperone.vault"
    label = "vault"
    default_auto_field = "django.db.models.UUIDField"
