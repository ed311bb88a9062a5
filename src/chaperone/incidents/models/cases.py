"""Cases: what happened, who works on it, what is to be done (45 CFR 164.308(a)(6)(ii))."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.incidents.kinds import CHOICES
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Severity(models.TextChoices):
    """How bad it is, or could become."""

    CRITICAL = "critical", "Critical"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Incident(SealedModel):
    """A security incident, or the drill of one.

    ``number``: by what people call it, counted in each organization. ``discovered_at``: the first
    day of it on which it was known, or would have been by reasonable diligence: every clock of a
    breach begins there (45 CFR 164.404(a)(2)). ``confidential``: only who runs incidents sees it;
    ``about_id``: the colleague it is about, who never does. ``alert_id``: the alert of
    ``detection`` it came from; ``playbook_id``: the version of the playbook that was taken over.
    """

    class State(models.TextChoices):
        """How far it has come (NIST SP 800-61)."""

        REPORTED = "reported", "Reported"
        OPEN = "open", "Open"
        CONTAINED = "contained", "Contained"
        ERADICATED = "eradicated", "Cause removed"
        RECOVERED = "recovered", "Recovered"
        CLOSED = "closed", "Closed"

    sealed_for = None

    number = models.PositiveIntegerField()
    title = SecretTextField()
    kind = models.CharField(max_length=24, choices=CHOICES)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    drill = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    about_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    happened_from = models.DateTimeField(null=True)
    happened_until = models.DateTimeField(null=True)
    discovered_at = models.DateTimeField()
    lead_id = models.UUIDField(null=True)
    alert_id = models.UUIDField(null=True)
    playbook_id = models.UUIDField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    acknowledged_at = models.DateTimeField(null=True)
    contained_at = models.DateTimeField(null=True)
    eradicated_at = models.DateTimeField(null=True)
    recovered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "number"], name="incidents_incident_number"
            ),
            models.UniqueConstraint(
                fields=["organization_id", "alert_id"],
                condition=Q(alert_id__isnull=False),
                name="incidents_incident_of_alert",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None, closed_at=None)),
                name="incidents_incident_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "state", "-number"], name="incidents_states"),
        ]

    def __str__(self) -> str:
        return f"incident {self.number}"

    @property
    def called(self) -> str:
        """How people call it: wherever a drill is named it is called one."""
        return f"{'Drill' if self.drill else 'Incident'} {self.number}"

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.state == self.State.CLOSED


class Duty(models.Model):
    """Who does what in a case: its team. It ends, and is not deleted."""

    class Part(models.TextChoices):
        """What somebody sees to."""

        LEAD = "lead", "Leads"
        COMMUNICATIONS = "communications", "Communications"
        LEGAL = "legal", "Legal and privacy"
        TECHNICAL = "technical", "Technical"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="team")
    part = models.CharField(max_length=16, choices=Part.choices)
    user_id = models.UUIDField()
    since = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "part", "user_id"],
                condition=Q(ended_at=None),
                name="incidents_duty_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.id}"


class Stage(models.TextChoices):
    """What a step belongs to (NIST SP 800-61 Rev. 2, section 3)."""

    CONTAIN = "contain", "Contain"
    ERADICATE = "eradicate", "Remove the cause"
    RECOVER = "recover", "Recover"
    LESSONS = "lessons", "Learn"


class Task(SealedModel):
    """A step of a case. ``required``: the case is not closed, nor its stage ended, without it.

    ``playbook``: it came from the playbook. What is written is sealed, since people name members.
    """

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    position = models.PositiveSmallIntegerField()
    what = SecretTextField()
    required = models.BooleanField(default=False)
    playbook = models.BooleanField(default=False)
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField()
    outcome = SecretTextField(null=True)
    not_needed = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="incidents_task_done_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "due_on"],
                condition=Q(done_at=None),
                name="incidents_task_due",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.id}"

    def state_on(self, today: date) -> str:
        """``done``, ``not_needed``, ``overdue`` or ``open``, for people."""
        if self.done_at:
            return "not_needed" if self.not_needed else "done"
        return "overdue" if self.due_on < today else "open"


class Note(SealedModel):
    """What somebody wrote into a case: seen, decided, said. Never changed."""

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    text = SecretTextField()
    happened_at = models.DateTimeField(help_text="When it was, which may be before it was written.")
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["incident", "happened_at"], name="incidents_note_of"),
        ]

    def __str__(self) -> str:
        return f"note {self.id}"
