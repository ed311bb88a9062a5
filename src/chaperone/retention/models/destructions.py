"""What is to be destroyed, on whose word, and the certificates of what was."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Destruction(models.Model):
    """That a member's data be destroyed: asked for by one person, approved by another."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for approval"
        WITHDRAWN = "withdrawn", "Taken back"
        REFUSED = "refused", "Refused"
        APPROVED = "approved", "Approved, about to be carried out"
        DONE = "done", "Destroyed"

    class Basis(models.TextChoices):
        """Why: one of few, since a sentence would be about the member and outlive their data."""

        MEMBER = "member", "The member asked for it"
        EXPIRED = "expired", "The time for which it must be kept is over"
        ORDER = "order", "A court or an authority ordered it"
        MISTAKE = "mistake", "They were enrolled by mistake or twice"
        CONTRACT = "contract", "The contract with the customer ended (45 CFR 164.504(e)(2)(ii)(J))"

    OPEN: ClassVar = (State.WAITING, State.APPROVED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    member_id = models.UUIDField(editable=False)
    basis = models.CharField(max_length=16, choices=Basis.choices)
    file_number = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Until then, rows that were deleted stay in the files of their tables.
    written_anew_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "member_id"],
                condition=Q(state__in=["waiting", "approved", "done"]),
                name="retention_destruction_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("asked_by"))),
                name="retention_destruction_four_eyes",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="retention_destruction_list"),
            models.Index(
                fields=["organization_id"],
                condition=Q(state="approved") | Q(state="done", written_anew_at=None),
                name="retention_destruction_due",
            ),
        ]

    def __str__(self) -> str:
        return f"destruction {self.id}"


class Certificate(models.Model):
    """What was destroyed, how and on whose word. Never changed; holds no PHI."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    destruction = models.OneToOneField(
        Destruction, on_delete=models.PROTECT, related_name="certificate"
    )
    member_id = models.UUIDField(editable=False)
    made_at = models.DateTimeField()
    content = models.TextField(help_text="Canonical JSON: what the ledger's entry has the hash of.")
    entry_id = models.UUIDField(help_text="The ledger's entry.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "member_id"], name="retention_certificate_member"
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.id}"
