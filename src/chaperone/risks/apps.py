from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "chaperone.risks"
    label = "risks"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.duties.registry import due_from
        from chaperone.registers.declared import declare
        from chaperone.risks.declaring import declare_all
        from chaperone.risks.dues import dues
        from chaperone.risks.sheets import ASSETS, RISKS

        declare(RISKS)
        declare(ASSETS)
        due_from(dues)
        declare_all()
