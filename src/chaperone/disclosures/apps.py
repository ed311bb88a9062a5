from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "chaperone.disclosures"
    label = "disclosures"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.disclosures import kinds  # noqa: F401  declares them
