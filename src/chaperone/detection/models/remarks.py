"""What people wrote about alerts."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.detection.models.alerts import Alert, Verdict
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Remark(SealedModel):
    """What somebody wrote about an alert: a note, why it was opened again, and what it was closed
    with before that. Nothing of it changes.
    """

    class Act(models.TextChoices):
        NOTED = "noted", "Noted"
        CLOSED = "closed", "Closed it"
        REOPENED = "reopened", "Opened it again"

    sealed_for = None

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="remarks")
    act = models.CharField(max_length=8, choices=Act.choices)
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True, default="")
    # Somebody may name a member in it.
    text = SecretTextField()
    by = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "alert", "-id"], name="detection_remark_alert"),
        ]

    def __str__(self) -> str:
        return f"remark {self.id}"
