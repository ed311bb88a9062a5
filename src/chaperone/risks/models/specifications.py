"""What the organization decided on each addressable specification."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class SpecificationDecision(models.Model):
    """A decision on one addressable specification (45 CFR 164.306(d)(3)).

    At most one of a citation is a draft and one in force; those before stay (164.316(b)(2)(i)).
    """

    class Choice(models.TextChoices):
        """What the rule leaves to choose."""

        IMPLEMENT = "implement", "We implement it"
        EQUIVALENT = "equivalent", "We do something equivalent"
        NOT_REASONABLE = "not_reasonable", "It is not reasonable and appropriate here"

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Written, not signed"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    citation = models.CharField(max_length=32)
    choice = models.CharField(max_length=16, choices=Choice.choices)
    reasoning = models.CharField(max_length=4000)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    signature_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "citation", "state"],
                condition=~Q(state="replaced"),
                name="risks_specification_one_each",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(signature_id__isnull=False, decided_by__isnull=False, review_on__isnull=False),
                name="risks_specification_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.state}"

    def is_due(self, today: date) -> bool:
        """Whether it is in force and its day to be reviewed has passed."""
        return self.review_on is not None and self.review_on < today
