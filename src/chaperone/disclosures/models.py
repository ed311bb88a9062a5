"""A customer who leaves: its members' data is returned, then destroyed.

45 CFR 164.504(e)(2)(ii)(J).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Departure(models.Model):
    """That a customer's members' data be returned and destroyed, and how far that is.

    Two people decide each of the two steps: one asks for the return and another agrees; one says
    that what was returned arrived whole and another agrees that it be destroyed here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        DECLINED = "declined", "Not agreed to"
        PACKING = "packing", "Being packed"
        PACKED = "packed", "Ready to be fetched"
        ARRIVED = "arrived", "Arrived; destruction waits for a second person"
        DESTROYING = "destroying", "Being destroyed here"
        DONE = "done", "Returned and destroyed"

    CLOSED: ClassVar = (State.DECLINED, State.DONE)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    recipient = models.CharField(max_length=128, help_text="The customer's own age public key.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    packed_upto = models.UUIDField(null=True, help_text="The last member who was packed.")
    packed_at = models.DateTimeField(null=True)
    arrived_by = models.UUIDField(null=True)
    arrived_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    content = models.TextField(
        blank=True, default="", help_text="The certificate, canonical JSON; no PHI."
    )
    entry_id = models.UUIDField(null=True, help_text="The entry that has the certificate's hash.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id"],
                condition=~Q(state__in=["declined", "done"]),
                name="disclosures_departure_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="disclosures_departure_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("arrived_by")),
                name="disclosures_departure_four_eyes_again",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["destroying", "done"]) | Q(agreed_by__isnull=False),
                name="disclosures_departure_agreed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="disclosures_departure_list"),
        ]

    def __str__(self) -> str:
        return f"departure {self.id}"


class Part(models.Model):
    """A file of what is returned: encrypted to the customer's key, which we do not have.

    The same members come in both forms. ``rows``: how many lines it has, rows or resources.
    """

    class Form(models.TextChoices):
        ROWS = "rows", "Every row"
        FHIR = "fhir", "FHIR R4 resources"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    form = models.CharField(
        max_length=8, choices=Form.choices, default=Form.ROWS, db_default=Form.ROWS
    )
    members = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, help_text="Gone once the data is destroyed here.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["departure", "number"], name="disclosures_part_once"),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of departure {self.departure_id}"
