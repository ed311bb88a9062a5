"""How a vendor was judged, and what it has shown of itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vendors.models.vendors import Vendor


class Assessment(models.Model):
    """One filled-in questionnaire (``questionnaire.toml``). Written once; the latest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="assessments")
    answers = models.JSONField(help_text="Number of the answer by id of the question.")
    score = models.PositiveSmallIntegerField(help_text="In percent of what could be reached.")
    note = models.CharField(max_length=500, default="", blank=True)
    made_on = models.DateField()
    made_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__lte=100), name="vendors_assessment_percent"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "vendor", "-id"], name="vendors_assessment_of"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.id}"


class Assurance(models.Model):
    """A vendor's own document or attestation; its file is attached to it (``registers``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="assurances")
    kind = models.CharField(max_length=32, help_text="An id of starter/documents.toml, or other.")
    title = models.CharField(max_length=120)
    issued_on = models.DateField()
    review_on = models.DateField(help_text="When a newer one is to be asked for.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "vendor"], name="vendors_assurance_of"),
        ]

    def __str__(self) -> str:
        return self.title
