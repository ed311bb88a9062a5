"""Restores that were tried out, and what each organization files of them."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Drill(models.Model):
    """One trial restore of a backup into a scratch place (45 CFR 164.308(a)(7)(ii)(D)).

    Of the installation, as backups are. ``seconds``: until everything was back and checked (the
    recovery time); ``recovered_to``: up to when the backup knows what happened; what came between
    that and ``started_at`` would be lost (the recovery point). ``why``: what went wrong.
    """

    class State(models.TextChoices):
        """What became of it."""

        RUNNING = "running", "Running"
        WHOLE = "whole", "Everything came back"
        FAILED = "failed", "Failed"

    class Cause(models.TextChoices):
        """What made it run."""

        SCHEDULE = "schedule", "The schedule"
        COMMAND = "command", "Somebody on the host"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    cause = models.CharField(max_length=8, choices=Cause.choices)
    backup_id = models.UUIDField(null=True)
    backup_name = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    recovered_to = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict, help_text="Seconds of each step, counts; no PHI.")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="whole")
                | Q(seconds__isnull=False, recovered_to__isnull=False, ended_at__isnull=False),
                name="continuity_drill_with_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | Q(ended_at__isnull=False) & ~Q(why=""),
                name="continuity_drill_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-started_at"], name="continuity_drill_latest"),
        ]

    def __str__(self) -> str:
        return f"drill {self.id}"

    @property
    def lost(self) -> timedelta | None:
        """What would have been lost, had everything ended as it began; None where it failed."""
        return max(self.started_at - self.recovered_to, timedelta()) if self.recovered_to else None

    @property
    def took(self) -> timedelta | None:
        """The recovery time; None where it failed."""
        return None if self.seconds is None else timedelta(seconds=self.seconds)


class Exercise(models.Model):
    """A drill or exercise as an organization files it, with what was learned.

    Of a drill: its figures beside what the organization bears (``outage_minutes``,
    ``loss_minutes`` of that time). Of people: who took part, and what came of it.
    """

    class Kind(models.TextChoices):
        """What was tried."""

        RESTORE = "restore", "Restore of a backup"
        TABLETOP = "tabletop", "Plans talked through around a table"
        PAPER = "paper", "Work by paper and telephone"
        CALLS = "calls", "Calls along the contact list"
        EMERGENCY = "emergency", "Emergency mode"
        REAL = "real", "A real outage"

    class Result(models.TextChoices):
        """How it went."""

        GOOD = "good", "Good"
        WEAK = "weak", "It worked, with weaknesses"
        FAILED = "failed", "It failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    drill = models.ForeignKey(Drill, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    result = models.CharField(max_length=8, choices=Result.choices)
    outage_minutes = models.PositiveIntegerField(null=True)
    loss_minutes = models.PositiveIntegerField(null=True)
    took_part = models.CharField(max_length=500, blank=True)
    learned = models.CharField(max_length=4000, blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    filed_by = models.UUIDField(null=True, help_text="Empty where a program did.")
    filed_at = models.DateTimeField(db_default=Now())
    entry_id = models.UUIDField(null=True, help_text="The ledger's entry that files it.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "drill"], name="continuity_exercise_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="restore", drill__isnull=False)
                | (~Q(kind="restore") & Q(drill=None, filed_by__isnull=False) & ~Q(took_part="")),
                name="continuity_exercise_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(next_step="", due_on=None) | Q(due_on__isnull=False),
                name="continuity_exercise_next_step_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("held_on")),
                name="continuity_exercise_done_after",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "-held_on", "-id"], name="continuity_exercise_latest"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def step_on(self, today: date) -> str:
        """Where the next step stands: ``none``, ``done``, ``overdue`` or ``open``, for people."""
        if not self.next_step:
            return "none"
        if self.done_on:
            return "done"
        return "overdue" if self.due_on and self.due_on < today else "open"
