from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "chaperone.risks"
    label = "risks"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.registers.declared import declare
        from chaperone.risks.sheets import ASSETS, RISKS

        declare(RISKS)
        declare(ASSETS)
