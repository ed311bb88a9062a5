"""Weaknesses that scanners and people report, until each is mended, excused or gone."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Severity(models.TextChoices):
    """How bad it is; each has its deadline."""

    CRITICAL = "critical", "Critical"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class FindingImport(models.Model):
    """A file of findings: looked over first, then taken in whole or discarded.

    ``source``: which scan it comes from, such as "Container image, weekly"; what is the same is
    looked for in the same source. ``whole``: it lists everything that this scan finds now, so that
    what it does not list is not seen any more.
    """

    class State(models.TextChoices):
        """What became of the file."""

        WAITING = "waiting", "Waits to be confirmed"
        DONE = "done", "Taken in"
        DISCARDED = "discarded", "Discarded"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    source = models.CharField(max_length=80)
    whole = models.BooleanField()
    form = models.CharField(max_length=16)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    evaluation = models.ForeignKey(
        "risks.Evaluation", null=True, on_delete=models.PROTECT, related_name="imports"
    )
    reported = models.JSONField(default=list, help_text="What it lists, until it is decided on.")
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="risks_finding_imports"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class Finding(models.Model):
    """A weakness in one place (45 CFR 164.308(a)(1)(ii)(A)-(B); NIST SP 800-40 Rev. 4).

    ``key``: the same weakness in the same place of the same source has the same key, so that it
    is updated and not doubled.
    """

    class State(models.TextChoices):
        """Only a person closes one."""

        OPEN = "open", "Open"
        GONE = "gone", "Not seen any more"
        CLOSED = "closed", "Closed"

    class How(models.TextChoices):
        """Why it was closed."""

        MENDED = "mended", "Mended"
        NOT_AFFECTED = "not_affected", "We are not affected"
        MISTAKEN = "mistaken", "The scanner was mistaken"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    place = models.CharField(max_length=300)
    description = models.CharField(max_length=2000, blank=True)
    remedy = models.CharField(max_length=1000, blank=True)
    dismissed = models.CharField(max_length=300, blank=True, help_text="Why its source excuses it.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    first_seen_on = models.DateField()
    last_seen_on = models.DateField()
    due_on = models.DateField()
    owner_id = models.UUIDField(null=True)
    evaluation = models.ForeignKey(
        "risks.Evaluation", null=True, on_delete=models.PROTECT, related_name="findings"
    )
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=16, choices=How.choices, blank=True)
    closing_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "source", "key"], name="risks_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None, closed_at=None)),
                name="risks_finding_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "state", "due_on"], name="risks_finding_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.id}"

    @property
    def is_closed(self) -> bool:
        """Whether a person has closed it."""
        return self.state == self.State.CLOSED

    def state_on(self, today: date, excused_until: date | None = None) -> str:
        """For people: ``closed``, ``gone``, ``excused``, ``overdue`` or ``open``."""
        if self.state != self.State.OPEN:
            return self.state
        if excused_until and excused_until >= today:
            return "excused"
        return "overdue" if self.due_on < today else "open"


class FindingException(models.Model):
    """Leave to mend a finding later than its deadline, given by somebody else, with an end."""

    class State(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="exceptions")
    reason = models.CharField(max_length=1000)
    safeguards = models.CharField(max_length=1000)
    until = models.DateField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(state="waiting"), name="risks_exception_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("asked_by"))),
                name="risks_exception_by_somebody_else",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "state"], name="risks_exceptions"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"
