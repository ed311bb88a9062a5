"""Third parties, and the third parties that they use in turn."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Vendor(models.Model):
    """A third party that works for the organization (45 CFR 160.103, "business associate").

    ``elements``: the groups of ``access/roles.toml`` that it may get at all, whatever was signed:
    the minimum necessary (164.502(b)). ``under``: the vendor whose subcontractor it is
    (164.308(b)(2), 164.314(a)(2)(iii)).
    """

    class Criticality(models.TextChoices):
        """What happens to care where it fails."""

        HIGH = "high", "High: care stops without it"
        MEDIUM = "medium", "Medium: care goes on, with effort"
        LOW = "low", "Low: nobody would notice for days"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=200, help_text="What it does for the organization.")
    contact = models.CharField(max_length=200, default="", blank=True)
    owner_id = models.UUIDField(null=True, help_text="Who looks after it here.")
    criticality = models.CharField(
        max_length=8, choices=Criticality.choices, default=Criticality.MEDIUM
    )
    elements = ArrayField(
        models.CharField(max_length=32), default=list, help_text="Element groups of roles.toml."
    )
    why = models.CharField(max_length=500, default="", blank=True, help_text="Why it gets them.")
    under = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="subcontractors"
    )
    review_on = models.DateField(null=True, help_text="When it is to be judged again.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retire_reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="vendors_vendor_once"),
            models.CheckConstraint(
                condition=Q(under=None) | ~Q(under=F("id")), name="vendors_vendor_under_another"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False),
                name="vendors_vendor_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name
