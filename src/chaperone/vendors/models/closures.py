"""That the gate to somewhere is shut: what tells the people in charge once, not per message."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Closure(models.Model):
    """From the first refusal on the way to one place until an agreement is in force again."""

    class Why(models.TextChoices):
        VENDOR = "vendor", "No agreement with the vendor is in force"
        CUSTOMER = "customer", "No agreement of the customer with the platform is in force"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    purpose = models.CharField(max_length=16)
    host = models.CharField(max_length=253, blank=True)
    elements = ArrayField(models.CharField(max_length=32), default=list)
    why = models.CharField(max_length=8, choices=Why.choices)
    since = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True, help_text="When the people in charge were told.")
    overridden_at = models.DateTimeField(
        null=True, help_text="When a text that saves a life last went out nevertheless."
    )
    overrides = models.PositiveIntegerField(default=0)
    alarmed_at = models.DateTimeField(null=True, help_text="When they were told of the first.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "purpose", "host"],
                condition=Q(ended_at=None),
                name="vendors_closure_one_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="vendors_closure_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.host}".strip()
