"""Who is on call when, who is away, and at which number somebody is called."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Shift(models.Model):
    """Somebody is on call, by the organization's clock. Never changed: the later entry wins."""

    class Kind(models.TextChoices):
        WEEK = "week", "Week"
        COVER = "cover", "Cover"
        SWAP = "swap", "Swap"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    begins_on = models.DateField()
    begins_at = models.TimeField()
    ends_on = models.DateField()
    ends_at = models.TimeField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "ends_on"], name="duties_shift_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.begins_on}"


class Away(models.Model):
    """Somebody's holiday: they are not called on these days, whatever the rota says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user_id = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "last_day"], name="duties_away_last"),
        ]

    def __str__(self) -> str:
        return f"away from {self.first_day} to {self.last_day}"


class Contact(SealedModel):
    """The number at which somebody is called by text; sealed, for the server's own use."""

    sealed_for = None

    user_id = models.UUIDField()
    phone = SecretTextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user_id"], name="duties_contact_one_each"
            ),
        ]

    def __str__(self) -> str:
        return f"contact of {self.user_id}"


class Feed(models.Model):
    """The secret link to one person's calendar. Of the secret only a hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user_id = models.UUIDField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user_id"],
                condition=models.Q(ended_at=None),
                name="duties_feed_one_each",
            ),
        ]

    def __str__(self) -> str:
        return f"feed {self.id}"


class Reminder(models.Model):
    """Somebody was reminded of a duty: once for each person, day and step (``timing``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    key = models.CharField(max_length=200)
    due_on = models.DateField()
    step = models.SmallIntegerField()
    user_id = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "key", "due_on", "step", "user_id"],
                name="duties_reminder_once",
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.id} of {self.key}"
