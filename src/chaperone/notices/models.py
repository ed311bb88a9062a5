"""Notices to people and what became of them, and the service that is told beside them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Notice(models.Model):
    """One person is told one thing by one way. Holds ids only: its words are those of its kind."""

    class Way(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"
        PORTAL = "portal", "Here"
        WEBHOOK = "webhook", "Another service"

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be sent"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        NEEDLESS = "needless", "Not needed any more"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=64)
    subject_id = models.UUIDField(help_text="What it is about.")
    recipient_id = models.UUIDField(null=True, help_text="Empty for another service.")
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    note = models.CharField(max_length=200, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "due_at"],
                condition=Q(state__in=["pending", "sending"]),
                name="notices_notice_waiting",
            ),
            models.Index(fields=["organization_id", "subject_id"], name="notices_notice_subject"),
            models.Index(
                fields=["organization_id", "recipient_id", "-id"],
                condition=Q(way="portal"),
                name="notices_notice_portal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.way}"


class Webhook(SealedModel):
    """Where another service, such as a pager's, is told. In force until it ends."""

    sealed_for = None

    url = models.CharField(max_length=500)
    secret = SecretTextField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id"],
                condition=Q(ended_at=None),
                name="notices_webhook_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.id}"
