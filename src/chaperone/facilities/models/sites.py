"""Sites, their security plans, who visits them and what is mended there."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chaperone.facilities.models.records import Record


class Site(Record):
    """A place where people work or equipment stands, with whom to call when it cannot be used
    (45 CFR 164.310(a)(2)(i)).
    """

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    contact_name = models.CharField(max_length=120)
    contact_phone = models.CharField(max_length=40)
    way_in = models.CharField(max_length=500, help_text="How people come in to restore data.")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "name"],
                condition=Q(retired_at=None),
                name="facilities_site_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Record):
    """A version of a site's security plan (45 CFR 164.310(a)(2)(ii)). In force from its signature
    until the next version is signed; reviewed each year (164.316(b)(2)(iii)).
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    text = models.TextField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    reviewed_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="facilities_plan_number"),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | Q(signed_by__isnull=False, review_due_on__isnull=False),
                name="facilities_plan_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of {self.site_id}"


class Visit(Record):
    """Somebody from outside in the building, and who is with them (45 CFR 164.310(a)(2)(iii))."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    visitor = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200)
    escort = models.UUIDField()
    badge = models.CharField(max_length=32, blank=True)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    signed_out_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
                name="facilities_visit_lasts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-arrived_at"], name="facilities_visit_latest"),
            models.Index(
                fields=["organization_id"],
                condition=Q(left_at=None),
                name="facilities_visit_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.id}"


class Maintenance(Record):
    """What was repaired or changed of a place: what, by whom, when (45 CFR 164.310(a)(2)(iv))."""

    class Part(models.TextChoices):
        """What the rule names, and what else guards a place."""

        LOCK = "lock", "Lock or key"
        DOOR = "door", "Door"
        WALL = "wall", "Wall"
        HARDWARE = "hardware", "Hardware"
        WINDOW = "window", "Window"
        ALARM = "alarm", "Alarm or camera"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="maintenance")
    part = models.CharField(max_length=12, choices=Part.choices)
    place = models.CharField(max_length=120)
    what = models.CharField(max_length=500)
    done_by = models.CharField(max_length=120)
    done_on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-done_on"], name="facilities_maintenance_on"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.id}"
