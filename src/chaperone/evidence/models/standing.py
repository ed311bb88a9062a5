"""Who sees to a standard, and what does not apply, signed by two people."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Plan(SealedModel):
    """Who sees to a standard, what they do next, and until when (45 CFR 164.308(a)(8))."""

    sealed_for = None

    citation = models.CharField(max_length=32)
    owner_id = models.UUIDField()
    next_step = SecretTextField()
    due_on = models.DateField(null=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "citation"], name="evidence_plan_one_each"
            ),
        ]

    def __str__(self) -> str:
        return f"plan for {self.citation}"


class NotApplicable(SealedModel):
    """That a standard does not apply, with the reason: one person signs it, another one agrees.

    It holds while ``state`` is in force, and is looked at again on ``review_on``.
    """

    sealed_for = None

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waiting for a second signature"
        IN_FORCE = "in_force", "In force"
        REFUSED = "refused", "Refused"
        ENDED = "ended", "Ended"

    citation = models.CharField(max_length=32)
    reason = SecretTextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    review_on = models.DateField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    signature_id = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreement_id = models.UUIDField(null=True, help_text="The second signature.")
    entry_id = models.UUIDField(null=True, help_text="The ledger's entry of the decision.")
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "citation"],
                condition=Q(state__in=["waiting", "in_force"]),
                name="evidence_not_applicable_one_each",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="evidence_not_applicable_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | Q(decided_by__isnull=False, agreement_id__isnull=False, entry_id__isnull=False),
                name="evidence_not_applicable_signed_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} does not apply ({self.state})"

    def is_due(self, today: date) -> bool:
        """Whether it is in force and its day to be reviewed has passed."""
        return self.state == self.State.IN_FORCE and self.review_on < today
