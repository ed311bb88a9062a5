"""Third parties, and the agreements under which they may get members' data."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Vendor(models.Model):
    """A third party that works for the organization (45 CFR 160.103, "business associate")."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=200, help_text="What it does for the organization.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="vendors_vendor_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What was signed with a vendor. Never changed but by its end; both stay.

    ``host``: the only address to which the program sends under it; empty: to none.
    """

    class Kind(models.TextChoices):
        """Only the first lets PHI out (45 CFR 164.502(e)(2), 164.504(e))."""

        BAA = "baa", "Business associate agreement (BAA)"
        DSA = "dsa", "Data sharing agreement (DSA), without members' data"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="The last day; empty: until it is ended.")
    covers = ArrayField(models.CharField(max_length=32), help_text="Element groups of roles.toml.")
    host = models.CharField(max_length=253, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="Where it is filed.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="vendors_agreement_lasts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="vendors_agreement_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "host"],
                condition=Q(ended_at=None),
                name="vendors_agreement_gate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def state_on(self, today: date) -> str:
        """``ended``, ``over``, ``coming`` or ``in_force``, for people."""
        if self.ended_at:
            return "ended"
        if self.starts_on > today:
            return "coming"
        return "over" if self.ends_on and self.ends_on < today else "in_force"
