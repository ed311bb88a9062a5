"""Ceremonies at which the keys of the backups were put apart."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Ceremony(models.Model):
    """The keys of the backups were split into shares, or wrapped by a key service.

    Of the installation, not of an organization. ``holders``: who was given which share, by name;
    the words of a share are nowhere. What changes: it is checked, and a later one voids it.
    """

    class Kind(models.TextChoices):
        SHARES = "shares", "Printed shares, two of three"
        WRAPPED = "wrapped", "Wrapped by a key service"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Printed on each share of the set; none where a key service holds the key.
    share_set = models.IntegerField(null=True)
    recipient = models.CharField(max_length=80)
    # The root key that the shares give back; empty where they hold none.
    root_key_id = models.CharField(max_length=255, blank=True)
    holders = models.JSONField(default=list)
    held_at = models.DateTimeField(db_default=Now())
    checked_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Shares of an earlier set must not pass for good.
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(void_at__isnull=True),
                name="continuity_ceremony_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, set {self.share_set}"
