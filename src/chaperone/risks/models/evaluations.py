"""Planned looks at how well the safeguards hold: scans, penetration tests, yearly evaluations."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Evaluation(models.Model):
    """One look, planned or done (45 CFR 164.308(a)(8)). ``repeat_months``: 0 for once only."""

    class Kind(models.TextChoices):
        """What is done."""

        SCAN = "scan", "Vulnerability scan"
        PENETRATION_TEST = "penetration_test", "Penetration test"
        YEARLY = "yearly", "Evaluation of the programme"
        AUDIT = "audit", "Audit by a third party"

    class Nature(models.TextChoices):
        """The rule asks for both (45 CFR 164.308(a)(8))."""

        TECHNICAL = "technical", "Technical"
        NONTECHNICAL = "nontechnical", "Non-technical"
        BOTH = "both", "Technical and non-technical"

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Called off"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    nature = models.CharField(max_length=16, choices=Nature.choices)
    title = models.CharField(max_length=200)
    scope = models.CharField(max_length=1000)
    performed_by = models.CharField(max_length=200, blank=True)
    planned_on = models.DateField()
    repeat_months = models.PositiveSmallIntegerField(default=0)
    owner_id = models.UUIDField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(null=True)
    result = models.CharField(max_length=4000, blank=True)
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    concluded_by = models.UUIDField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | ~Q(state="done") & Q(done_on=None),
                name="risks_evaluation_done_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "state", "planned_on"], name="risks_evaluation_planned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def state_on(self, today: date) -> str:
        """For people: ``planned``, ``overdue``, ``done`` or ``cancelled``."""
        overdue = self.state == self.State.PLANNED and self.planned_on < today
        return "overdue" if overdue else self.state
