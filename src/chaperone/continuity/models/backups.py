"""The catalogue of backups: of the whole installation, so without an organization."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Backup(models.Model):
    """One backup at one place, or that one was tried (45 CFR 164.308(a)(7)(ii)(A)).

    Rows are never deleted. ``scheduled``: asked for by the schedule and by no person. ``steady``
    and ``boot``: the machine's steady clock when it began and since which start it counts, by
    which the schedule sees that the wall clock was moved. ``counts``: rows by table. ``kept_days``:
    for how long whoever else makes such copies keeps them, as they said last; None where nothing
    ends it or nobody says.
    """

    class State(models.TextChoices):
        """How far it is. Only of what is whole a file is there to restore from. ``LOST``: it was
        there before a restore of this installation, and is not where it was.
        """

        ASKED = "asked", "Asked for"
        RUNNING = "running", "Being made"
        WHOLE = "whole", "Whole"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Expired"
        REMOVED = "removed", "Removed by hand"
        LOST = "lost", "Not at its place"

    class Kind(models.TextChoices):
        """What made it."""

        FULL = "full", "Everything, by Chaperone"
        BASE = "base", "Files of the database, for a point in time"
        PGBACKREST = "pgbackrest", "pgBackRest"
        RDS = "rds", "Snapshot of RDS"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=State.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FULL)
    scheduled = models.BooleanField(default=False)
    asked_by = models.UUIDField(null=True)
    target = models.CharField(max_length=300, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    size = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0.0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    recipients = models.JSONField(default=list)
    root_key_id = models.CharField(max_length=255, blank=True, default="")
    ledger_size = models.BigIntegerField(default=0)
    checkpoint = models.TextField(blank=True, default="")
    counts = models.JSONField(default=dict)
    why = models.CharField(max_length=500, blank=True, default="")
    kept_days = models.IntegerField(null=True)
    steady = models.FloatField(null=True)
    boot = models.CharField(max_length=64, blank=True, default="")
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=12, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["target", "state", "-made_at"], name="continuity_backup_newest"),
            models.Index(fields=["-made_at", "-id"], name="continuity_backup_by_time"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.state} backup"
