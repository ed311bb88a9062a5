"""What must come back after an outage, in which order, and whom to call meanwhile."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class System(models.Model):
    """An application or data that care depends on (45 CFR 164.308(a)(7)(ii)(E)).

    ``outage_minutes``: how long it may be away; ``loss_minutes``: of how long its data may be lost;
    ``needs``: the systems that must be there before it; ``restored``: whether it comes back with a
    restore of this platform, so that drills are held against it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    starter = models.CharField(max_length=32, blank=True, help_text="Its name in the starter set.")
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, blank=True)
    outage_minutes = models.PositiveIntegerField()
    loss_minutes = models.PositiveIntegerField()
    needs = ArrayField(models.UUIDField(), default=list)
    restored = models.BooleanField(default=True)
    how = models.CharField(max_length=1000, blank=True, help_text="How it is brought back.")
    meanwhile = models.CharField(max_length=1000, blank=True, help_text="What we do without it.")
    asset_id = models.UUIDField(null=True, help_text="The same in the inventory of assets.")
    owner_id = models.UUIDField(null=True)
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
                name="continuity_system_named_once",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="continuity_system_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallContact(models.Model):
    """Whom to call at an outage, beside officials and vendors, which have registers of their own.

    ``place``: where in the order of calls, 1 first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    place = models.PositiveSmallIntegerField(default=50)
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, help_text="What to call them for.")
    phone = models.CharField(max_length=60, blank=True)
    other = models.CharField(max_length=200, blank=True, help_text="Another way to reach them.")
    hours = models.CharField(max_length=100, blank=True, help_text="When they can be reached.")
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    retired_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "name"],
                condition=Q(retired_at=None),
                name="continuity_contact_named_once",
            ),
            models.CheckConstraint(
                condition=~Q(phone="", other=""), name="continuity_contact_reachable"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="continuity_contact_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PutAway(models.Model):
    """A print of the list that lies where it can be read without the platform."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    sha256 = models.CharField(max_length=64, help_text="Of the list's content at that time.")
    where = models.CharField(max_length=200)
    put_away_by = models.UUIDField()
    put_away_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="continuity_putaway_latest"),
        ]

    def __str__(self) -> str:
        return f"list put away {self.id}"


class CriticalityAnalysis(models.Model):
    """The table as somebody signed it, to the last character; the latest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    text = models.TextField()
    signature_id = models.UUIDField()
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField(db_default=Now())
    review_on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="continuity_analysis_latest"),
        ]

    def __str__(self) -> str:
        return f"criticality analysis {self.id}"

    def state_on(self, today: date) -> str:
        """For people: ``signed``, or ``due`` where it is to be looked over again."""
        return "due" if self.review_on < today else "signed"
