from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "chaperone.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.evidence.collecting import set_aside_with
        from chaperone.evidence.freezing import notice  # noqa: F401  declares
        from chaperone.evidence.standing.queries import set_aside
        from chaperone.evidence.tasks import look_each_minute
        from chaperone.jobs.steady import steadily

        set_aside_with(set_aside)
        steadily(look_each_minute)
