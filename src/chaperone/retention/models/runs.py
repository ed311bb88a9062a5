"""Runs of purging, how far each class is in them, and their certificates."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Run(models.Model):
    """One purge of what is due. ``now``: the time that counts in it, trusted at its beginning."""

    class Kind(models.TextChoices):
        DAILY = "daily", "Each day"
        ASKED = "asked", "Asked for"

    class State(models.TextChoices):
        WAITING = "waiting", "About to begin"
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        NOTHING = "nothing", "Nothing was due"
        STOPPED = "stopped", "Stopped by somebody"
        LIMITED = "limited", "Ended at its limit: the rest goes on the next day"
        REFUSED = "refused", "Refused: the clock cannot be trusted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    day = models.DateField(help_text="The day whose daily run it is, by UTC.")
    now = models.DateTimeField()
    begun_at = models.DateTimeField(db_default=Now())
    begun_by = models.UUIDField(null=True, help_text="Empty for the schedule.")
    stopped_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id"],
                condition=Q(state__in=["waiting", "running"]),
                name="retention_run_one_at_a_time",
            ),
            # Neither a clock that is put back nor a second scheduler runs a day twice.
            models.UniqueConstraint(
                fields=["organization_id", "day"],
                condition=Q(kind="daily") & ~Q(state="refused"),
                name="retention_run_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["organization_id", "day"],
                condition=Q(kind="daily", state="refused"),
                name="retention_run_refused_once_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="retention_run_latest"),
        ]

    def __str__(self) -> str:
        return f"run {self.id}"


class Step(models.Model):
    """One class in a run. It changes in the transaction in which rows go, so that it is always
    exactly what went. ``digest``: chained over the ids that went, in order.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    class_name = models.CharField(max_length=64)
    days = models.PositiveIntegerField()
    bound = models.DateTimeField(help_text="What is older goes.")
    due = models.BigIntegerField(help_text="Rows that were due at the beginning.")
    held = models.BigIntegerField(help_text="Rows that were due, and that a hold keeps.")
    oldest = models.DateTimeField(null=True)
    newest = models.DateTimeField(null=True)
    purged = models.BigIntegerField(default=0)
    reached = models.CharField(max_length=64, default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "class_name"], name="retention_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.class_name} in {self.run_id}"


class RunCertificate(models.Model):
    """What a run purged, why, and what was held back. Never changed; holds no PHI."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="certificate")
    made_at = models.DateTimeField()
    content = models.TextField(help_text="Canonical JSON: what the ledger's entry has the hash of.")
    entry_id = models.UUIDField(help_text="The ledger's entry.")

    def __str__(self) -> str:
        return f"certificate {self.id}"


class ClockWatch(models.Model):
    """When purging last saw the database's clock, and when somebody vouched for it. One row.

    It moves on in small steps only: where the clock leaps, it stands still until somebody vouches.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()
    vouched_at = models.DateTimeField(null=True)
    vouched_jumps = models.FloatField(
        help_text="Seconds, by all jumps that were noticed until then."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="retention_clockwatch_one_row"),
        ]

    def __str__(self) -> str:
        return f"clock seen at {self.seen_at}"
