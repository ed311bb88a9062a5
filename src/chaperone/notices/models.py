"""Notices to people and what became of them, the service that is told beside them, and alarms."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.notices.readings import (
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_SENTENCE,
    LONGEST_UNIT,
    State,
)
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
    """Where another service, such as a pager's, is told. In force until it ends.

    ``secret``: what signs a message, which we made; or the key by which the service knows whom to
    call, which it made.
    """

    class Style(models.TextChoices):
        """The form of what is sent."""

        STANDARD = "standard", "Standard Webhooks, signed"
        EVENTS = "events", "PagerDuty Events API v2"

    sealed_for = None

    style = models.CharField(max_length=8, choices=Style.choices, default=Style.STANDARD)
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


class Standing(models.Model):
    """How one reading of the installation was last taken; of no organization (``readings``)."""

    name = models.CharField(primary_key=True, max_length=LONGEST_NAME)
    label = models.CharField(max_length=LONGEST_LABEL)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)
    state = models.CharField(max_length=9, choices=State.choices)
    sentence = models.CharField(max_length=LONGEST_SENTENCE)
    remedy = models.CharField(max_length=LONGEST_SENTENCE, blank=True)
    taken_at = models.DateTimeField()
    since = models.DateTimeField(help_text="It has been in this state since.")

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class Round(models.Model):
    """When the readings were last begun to be taken: one row, which one worker gets."""

    id = models.SmallIntegerField(primary_key=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"readings of {self.begun_at}"


class Alarm(models.Model):
    """Something is wrong and people were told; open until it is well again.

    ``times``: how often they were told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=100)
    raised_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    quiet_until = models.DateTimeField(null=True)
    quieted_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "name"],
                condition=Q(ended_at=None),
                name="notices_alarm_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.name}"
