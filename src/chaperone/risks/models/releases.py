"""What a new version changes, judged before it ships."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Release(models.Model):
    """A version with its assessment (45 CFR 164.308(a)(1)(ii)(B), 164.306(e); NIST SP 800-128)."""

    class Risk(models.TextChoices):
        """How risky the change is, after its safeguards."""

        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class State(models.TextChoices):
        """Whether it may ship."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    version = models.CharField(max_length=40)
    changes = models.CharField(max_length=4000)
    ephi = models.CharField(max_length=2000)
    risk = models.CharField(max_length=8, choices=Risk.choices)
    risks = models.CharField(max_length=2000)
    tests = models.CharField(max_length=2000)
    way_back = models.CharField(max_length=2000)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "version"],
                condition=~Q(state="refused"),
                name="risks_release_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("recorded_by"))),
                name="risks_release_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.state}"
