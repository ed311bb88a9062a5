"""What people report: concerns, losses, complaints (45 CFR 164.308(a)(6)(ii), 164.530(d))."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.incidents.models.cases import Incident
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Report(SealedModel):
    """What somebody reported. Its text is sealed; each opening of it is on record.

    Sealed under the organization's key and not a member's, since it is written to those who keep
    privacy and outlives the membership (45 CFR 164.530(d)(2), (j)). ``reference``: the digest of
    the number that the reporter was given, by which they see what became of it. ``reporter_id``
    is empty where they stay unnamed. ``names_id``: the colleague it names, who never sees it.
    """

    class Way(models.TextChoices):
        """How it came."""

        STAFF = "staff", "By a colleague"
        TEXT = "text", "By a member's text"
        PUBLIC = "public", "By the public page"

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", "Received"
        ACKNOWLEDGED = "acknowledged", "Being looked into"
        CASE = "case", "Belongs to a case"
        CLOSED = "closed", "Closed"

    sealed_for = None

    number = models.PositiveIntegerField()
    reference = models.BinaryField(max_length=32)
    way = models.CharField(max_length=8, choices=Way.choices)
    text = SecretTextField()
    contact = SecretTextField(null=True)
    reporter_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    confidential = models.BooleanField(default=False)
    names_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(help_text="By when it is acknowledged.")
    escalated_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    answer = SecretTextField(null=True)
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "number"], name="incidents_report_number"
            ),
            models.UniqueConstraint(fields=["reference"], name="incidents_report_reference"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-number"], name="incidents_report_latest"),
            models.Index(
                fields=["organization_id", "due_at"],
                condition=Q(state="received"),
                name="incidents_report_waiting",
            ),
            models.Index(fields=["organization_id", "reporter_id"], name="incidents_report_own"),
        ]

    def __str__(self) -> str:
        return f"report {self.number}"


class ReportText(SealedModel):
    """What an officer texts back to a member who reported by text; a worker puts it in the outbox.

    The officer opens nothing of the member for it: neither number nor name.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waits"
        QUEUED = "queued", "In the outbox"
        HELD = "held", "Waits for an agreement with the text network"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Not delivered"
        STOPPED = "stopped", "Not sent: they said STOP"
        GONE = "gone", "Not sent: their data was destroyed"

    sealed_for = None

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    body = SecretTextField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    message_id = models.UUIDField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "incidents_reporttext"
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id"],
                condition=Q(state="waiting"),
                name="incidents_reporttext_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"text {self.id}"


class Counter(SealedModel):
    """The last number that was given, of each kind: a row that nobody sees still has its number."""

    sealed_for = None

    what = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "what"], name="incidents_counter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.last}"
