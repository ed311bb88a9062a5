"""Badges of doors with smart locks, and what their locks have recorded."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from chaperone.facilities.models.records import Record


class Badge(Record):
    """A badge, key card or code, and whose it is."""

    number = models.CharField(max_length=64)
    holder = models.UUIDField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "number"],
                condition=Q(retired_at=None),
                name="facilities_badge_once",
            ),
        ]

    def __str__(self) -> str:
        return f"badge {self.id}"


class BadgeUse(Record):
    """A line of a lock's record: which badge at which door, when, with what result. A badge that is
    nobody's is kept as well: it is what the record is read for.
    """

    badge = models.CharField(max_length=64)
    door = models.CharField(max_length=120)
    at = models.DateTimeField()
    result = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "at", "badge", "door"], name="facilities_badgeuse_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "badge"], name="facilities_badgeuse_badge"),
        ]

    def __str__(self) -> str:
        return f"badge use {self.id}"
