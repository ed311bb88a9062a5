"""How long an organization keeps a class, with every value it ever had."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Period(models.Model):
    """A period that somebody set. In force is the newest that is decided; the rest is history.

    What keeps longer holds at once. What keeps shorter waits for a second person.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        IN_FORCE = "in_force", "Decided"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    class_name = models.CharField(max_length=64)
    days = models.PositiveIntegerField()
    before = models.PositiveIntegerField(help_text="Days that held when it was asked for.")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State.choices)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "class_name"],
                condition=Q(state="waiting"),
                name="retention_period_one_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | Q(days__gte=F("before"))
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="retention_period_shortened_by_two",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "class_name", "-id"], name="retention_period_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_name}: {self.days} days"
