from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "chaperone.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.jobs.steady import steadily
        from chaperone.ledger import checks  # noqa: F401  registers itself
        from chaperone.ledger.alarms import record_altered
        from chaperone.ledger.key_events import record
        from chaperone.ledger.recording import record_clock
        from chaperone.vault.integrity import alarm_with
        from chaperone.vault.registry import record_key_events_with

        record_key_events_with(record)
        alarm_with(record_altered)
        steadily(record_clock)
