"""Requests to copy or download ePHI, and each use of one that was approved."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class CopyRequest(SealedModel):
    """What somebody wants to copy, why and until when (45 CFR 164.310(c), 164.502(b)).

    Only the decision on it is ever changed. ``member_id`` None: of anybody in the organization.
    ``by_command``: an operator carries it out at the command line, and nobody on a page.
    """

    sealed_for = None

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"

    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    elements = ArrayField(models.CharField(max_length=32))
    member_id = models.UUIDField(null=True)
    by_command = models.BooleanField(default=False)
    reason = SecretTextField()
    destination = SecretTextField()
    ends_at = models.DateTimeField()
    single_use = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = SecretTextField(null=True)

    class Meta:
        db_table = "facilities_copyrequest"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")) | Q(state="withdrawn"),
                name="facilities_copy_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False),
                name="facilities_copy_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "state"], name="facilities_copy_state"),
        ]

    def __str__(self) -> str:
        return f"copy {self.id}"

    def shown_state(self, now: datetime) -> str:
        """Its state for people: an approval whose time is over is no approval."""
        if self.state in (self.State.WAITING, self.State.APPROVED) and self.ends_at <= now:
            return "over"
        return self.state


class CopyUse(models.Model):
    """That something left under an approval. ``once``: it can be used no second time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="uses")
    export = models.CharField(max_length=64, help_text="The place where it left.")
    used_at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=16)
    used_by = models.UUIDField(null=True)
    once = models.BooleanField()

    class Meta:
        db_table = "facilities_copyuse"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(once=True), name="facilities_copy_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"use of {self.request_id}"
