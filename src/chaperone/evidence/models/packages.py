"""What an auditor takes away: made by a worker, kept sealed, in pieces."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.vault.fields import SecretBinaryField
from chaperone.vault.models import SealedModel


class Package(SealedModel):
    """One package of evidence (45 CFR 164.308(a)(8), 164.316(b)(2)(ii)).

    ``sample``: how many records of access are drawn from ``since`` until ``until`` by ``seed``; 0
    where none were asked for. ``whole``: all entries of that time go with it. ``proposed``: how the
    organization would stand to what is proposed as well. ``stage``: what is being made, of
    ``STAGES``.
    """

    sealed_for = None

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    stage = models.PositiveSmallIntegerField(default=0)
    asked_by = models.UUIDField(null=True, help_text="Empty where the operator did.")
    asked_at = models.DateTimeField(db_default=Now())
    sample = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64, blank=True, default="")
    approval_id = models.UUIDField(null=True)
    whole = models.BooleanField(default=False)
    proposed = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="")
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    entry_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="evidence_package_latest"),
        ]

    def __str__(self) -> str:
        return f"package {self.id} ({self.state})"

    @property
    def copies(self) -> bool:
        """Whether it holds entries that name members, under somebody's approval."""
        return self.whole or self.sample > 0


class PackagePiece(SealedModel):
    """A piece of a package's file: whatever handles sealed values handles one of this size."""

    sealed_for = None

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    content = SecretBinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["package", "number"], name="evidence_packagepiece_number"
            ),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of package {self.package_id}"
