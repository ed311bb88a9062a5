"""What an organization changes about a rule."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Tuning(SealedModel):
    """A rule is off, or finds from another number on, until a day and for a reason.

    In force until ``until`` (that day included), or until somebody ends it.
    """

    sealed_for = None

    rule = models.CharField(max_length=40)
    off = models.BooleanField(default=False)
    at_least = models.PositiveIntegerField(null=True, help_text="How many, instead of the rule's.")
    # Somebody may name a member in it.
    reason = SecretTextField()
    until = models.DateField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField(db_default=Now())
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "rule"],
                condition=Q(ended_at=None),
                name="detection_tuning_one",
            ),
        ]

    def __str__(self) -> str:
        return f"tuning of {self.rule}"
