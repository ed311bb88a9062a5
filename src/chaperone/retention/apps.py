from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "chaperone.retention"
    label = "retention"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.jobs.steady import steadily
        from chaperone.ledger.holding import hold_with
        from chaperone.retention.classes import register
        from chaperone.retention.holds.ledger import keeps
        from chaperone.retention.lower_rooms import CLASSES
        from chaperone.retention.tasks import look_each_minute

        register(*CLASSES)
        steadily(look_each_minute)
        hold_with(keeps)
