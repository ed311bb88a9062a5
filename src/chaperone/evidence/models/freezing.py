"""Results of standards: the latest of each, and those of each day, which nobody changes."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.evidence.collecting import Figure, Status


class _Result(models.Model):
    """What a collector said. ``figures``: label, value, unit; ``ledger``: ids of entries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    citation = models.CharField(max_length=32)
    status = models.CharField(max_length=16, choices=Status.choices)
    sentence = models.TextField()
    figures = models.JSONField(default=list)
    ledger = models.JSONField(default=list)
    remedy = models.TextField(blank=True, default="")
    collected_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def shown_figures(self) -> list[Figure]:
        """The figures with their names."""
        return [Figure(*each) for each in self.figures]


class Reading(_Result):
    """How an organization stands to one standard, as it was last computed.

    ``since``: from when on it has had this status.
    """

    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "citation"], name="evidence_reading_one_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.status}"


class Day(models.Model):
    """All results of an organization on one day, bound by one hash (45 CFR 164.316(b)(1)(ii)).

    ``digest``: SHA-256 of the canonical JSON of the day's results, in hex, which the ledger's entry
    ``entry_id`` has. ``note``: a signed checkpoint under which that entry stands; empty until the
    sequencer has signed one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    on = models.DateField()
    counts = models.JSONField(default=dict, help_text="How many standards have which status.")
    digest = models.CharField(max_length=64)
    entry_id = models.UUIDField()
    frozen_at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True, default="", db_default="")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "on"], name="evidence_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Frozen(_Result):
    """One result of one day, as it was found, for ever."""

    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="results")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "on", "citation"], name="evidence_frozen_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "citation", "-on"], name="evidence_frozen_citation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.status} on {self.on}"


class Collection(models.Model):
    """Somebody asked to have everything computed now; a worker does it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0, help_text="How many statuses changed.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="evidence_collection_one_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="evidence_collection_latest"),
        ]

    def __str__(self) -> str:
        return f"collection {self.id} ({self.state})"
