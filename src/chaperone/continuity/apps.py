from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "chaperone.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from django.conf import settings

        from chaperone.continuity.backups.dues import backups_due
        from chaperone.continuity.backups.expiring import last_expires
        from chaperone.continuity.declaring import declare_all
        from chaperone.continuity.emergency.desk import keep_here
        from chaperone.duties.registry import due_from
        from chaperone.retention.registry import know_backups_by

        declare_all()
        due_from(backups_due)
        know_backups_by(last_expires)
        if settings.CHAPERONE_EMERGENCY:
            keep_here()
