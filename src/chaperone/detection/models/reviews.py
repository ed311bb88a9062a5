"""The weekly review of activity (45 CFR 164.308(a)(1)(ii)(D))."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Review(models.Model):
    """One week of an organization, from Monday, by its own clock.

    ``seed``: the root of the newest checkpoint when the sample was drawn, so that nobody chose what
    is looked at, and anybody can draw it again. ``population``: how many accesses that were not
    flagged it was drawn from. ``figures``: counts by role.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    first_day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    due_on = models.DateField()
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()
    figures = models.JSONField(default=list)
    drawn_at = models.DateTimeField(db_default=Now())
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "first_day"], name="detection_review_one_a_week"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="detection_review_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"review of the week of {self.first_day}"


class ReviewedAccess(SealedModel):
    """An access that no rule flagged, drawn for somebody to look at. The entry says what it was."""

    class Verdict(models.TextChoices):
        NONE = "", "Not looked at yet"
        FINE = "fine", "Fine"
        ASK = "ask", "To be asked about"
        NOT_FINE = "not_fine", "Not fine"

    sealed_for = None

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sample")
    entry_id = models.UUIDField()
    actor_id = models.UUIDField()
    verdict = models.CharField(
        max_length=8, choices=Verdict.choices, blank=True, default=Verdict.NONE
    )
    # Somebody may name a member in it.
    note = SecretTextField(null=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "detection_reviewed_access"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "review", "entry_id"], name="detection_reviewed_once"
            ),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=models.F("actor_id")),
                name="detection_reviewed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"access {self.entry_id} in review {self.review_id}"
