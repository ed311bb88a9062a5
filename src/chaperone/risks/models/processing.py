"""What is done with people's data, as the GDPR asks, where it applies."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class ProcessingActivity(models.Model):
    """An entry of the records of processing (GDPR Art. 30).

    ``elements``: element groups of ``access/roles.toml``; ``source``: which proposal it came from;
    ``criteria``: those of WP 248 rev.01 that it meets, None where nobody has looked.
    """

    class Role(models.TextChoices):
        """As what the organization does it (Art. 4(7)-(8), 26)."""

        CONTROLLER = "controller", "Controller"
        JOINT = "joint", "Joint controller"
        PROCESSOR = "processor", "Processor for somebody else"

    class Basis(models.TextChoices):
        """Why it is lawful (Art. 6(1))."""

        CONSENT = "consent", "Consent, Art. 6(1)(a)"
        CONTRACT = "contract", "A contract with the person, Art. 6(1)(b)"
        OBLIGATION = "obligation", "A legal obligation, Art. 6(1)(c)"
        VITAL = "vital", "Vital interests, Art. 6(1)(d)"
        PUBLIC = "public", "A task in the public interest, Art. 6(1)(e)"
        LEGITIMATE = "legitimate", "Legitimate interests, Art. 6(1)(f)"

    class Special(models.TextChoices):
        """Why data about health may be processed (Art. 9(2))."""

        NONE = "none", "No special category of data"
        CONSENT = "consent", "Explicit consent, Art. 9(2)(a)"
        VITAL = "vital", "Vital interests, Art. 9(2)(c)"
        CLAIMS = "claims", "Legal claims, Art. 9(2)(f)"
        CARE = "care", "Health care under professional secrecy, Art. 9(2)(h)"
        PUBLIC_HEALTH = "public_health", "Public health, Art. 9(2)(i)"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    source = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=16, choices=Role.choices)
    purposes = models.CharField(max_length=2000)
    basis = models.CharField(max_length=16, choices=Basis.choices)
    special = models.CharField(max_length=16, choices=Special.choices)
    subjects = models.CharField(max_length=500)
    elements = ArrayField(models.CharField(max_length=32), default=list)
    other_data = models.CharField(max_length=500, blank=True)
    recipients = models.CharField(max_length=2000, blank=True)
    transfers = models.CharField(max_length=2000, blank=True)
    kept = models.CharField(max_length=1000)
    safeguards = models.CharField(max_length=2000)
    criteria = ArrayField(models.CharField(max_length=24), null=True)
    review_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    retired_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)
    retire_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "name"],
                condition=Q(retired_at=None),
                name="risks_processing_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImpactAssessment(models.Model):
    """A data protection impact assessment (GDPR Art. 35(7)); signed ones are kept when replaced."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Written, not signed"
        SIGNED = "signed", "Signed"
        REPLACED = "replaced", "Replaced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    activity = models.ForeignKey(
        ProcessingActivity, on_delete=models.PROTECT, related_name="assessments"
    )
    description = models.CharField(max_length=4000)
    necessity = models.CharField(max_length=4000)
    risks = models.CharField(max_length=4000)
    measures = models.CharField(max_length=4000)
    advice = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    signature_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "state"],
                condition=~Q(state="replaced"),
                name="risks_assessment_one_each",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(signature_id__isnull=False, decided_by__isnull=False, review_on__isnull=False),
                name="risks_assessment_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.id}"

    def state_on(self, today: date) -> str:
        """For people: ``draft``, ``signed``, ``due`` or ``replaced``."""
        due = self.state == self.State.SIGNED and self.review_on and self.review_on < today
        return "due" if due else self.state
