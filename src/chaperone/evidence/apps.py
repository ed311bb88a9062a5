from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "chaperone.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.evidence import collectors
        from chaperone.evidence.declaring import declare_all

        collectors.load()
        declare_all()
