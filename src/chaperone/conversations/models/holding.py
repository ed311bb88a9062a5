"""That nothing but what saves a life goes out, since the installation was restored."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class OutboxHold(models.Model):
    """An organization's outbox, held from a restore until somebody has reconciled it.

    ``lost``: members whose texts came after the backup, with how many; what they said is gone.
    ``happened``: what else the record holds from after the backup, by event, how often.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    backup_at = models.DateTimeField(help_text="When the backup was made.")
    lost = models.JSONField(default=dict)
    happened = models.JSONField(default=dict)
    began_at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id"],
                condition=Q(lifted_at=None),
                name="conversations_outboxhold_one",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.id}"
