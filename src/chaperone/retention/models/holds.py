"""Legal holds: what must not go, whatever its period says."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Hold(models.Model):
    """That something be kept until a second person agrees that it need not be any more.

    It beats every period, a member's destruction and the pruning of the ledger: the database itself
    refuses (``sql/purging.sql``).
    """

    class Reach(models.TextChoices):
        ORGANIZATION = "organization", "Everything of the organization"
        CLASS = "class", "One class"
        MEMBER = "member", "One member"

    class Ground(models.TextChoices):
        """Why: one of few, since a sentence about a member would outlive their data."""

        LITIGATION = "litigation", "A lawsuit, or one that is to be expected"
        INVESTIGATION = "investigation", "An investigation by an authority (45 CFR 160.310)"
        SUBPOENA = "subpoena", "A subpoena or a court's order to preserve"
        COMPLAINT = "complaint", "A complaint that is being looked into"
        INCIDENT = "incident", "An incident or breach that is being looked into"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    reach = models.CharField(max_length=12, choices=Reach.choices)
    class_name = models.CharField(max_length=64, blank=True, default="")
    member_id = models.UUIDField(null=True)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    matter = models.CharField(max_length=40, help_text="The number of the file.")
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField(db_default=Now())
    release_asked_by = models.UUIDField(null=True)
    release_asked_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reach="organization", class_name="", member_id=None)
                | (Q(reach="class", member_id=None) & ~Q(class_name=""))
                | Q(reach="member", class_name="", member_id__isnull=False),
                name="retention_hold_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | (
                    Q(
                        released_by__isnull=False,
                        released_at__isnull=False,
                        release_asked_by__isnull=False,
                    )
                    & ~Q(released_by=F("release_asked_by"))
                ),
                name="retention_hold_released_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "member_id"],
                condition=Q(released_at=None),
                name="retention_hold_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.id}"

    @property
    def state(self) -> str:
        """``in_force``, ``asked`` (somebody asked to release it) or ``released``."""
        if self.released_at:
            return "released"
        return "asked" if self.release_asked_at else "in_force"
