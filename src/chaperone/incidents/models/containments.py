"""What was done to stop an incident, and whether it was undone."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.incidents.models.cases import Incident


class Containment(models.Model):
    """One step that stopped something. ``exercised``: of a drill, so that nothing was done.

    ``target_id``: the person or grant it was done to, where it was one. ``before``: what stood
    before, so that it can be put back: names and numbers of settings, nothing of members.
    """

    class How(models.TextChoices):
        """What can be done."""

        SESSIONS = "sessions", "End a person's sessions"
        GRANTS = "grants", "End a person's access"
        KEYS = "keys", "Change the organization's keys"
        CARRIER = "carrier", "Stop outgoing texts"
        ASSISTANT = "assistant", "Stop the assistant"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="containments")
    how = models.CharField(max_length=12, choices=How.choices)
    target_id = models.UUIDField(null=True)
    exercised = models.BooleanField()
    before = models.JSONField(default=dict)
    done_by = models.UUIDField()
    done_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, help_text="Empty while a worker is at it.")
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["incident", "-id"], name="incidents_containment_of"),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.id}"
