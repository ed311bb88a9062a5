"""Whom and what an incident exposed, as the record gave it on a day (45 CFR 164.404(a)(1))."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.incidents.models.cases import Incident
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Way(models.TextChoices):
    """By what the record is asked."""

    ACCOUNT = "account", "A colleague's account"
    SESSION = "session", "One sign-in"
    ADDRESS = "address", "A network address"
    VENDOR = "vendor", "A vendor"
    KEY = "key", "A key"
    DEVICE = "device", "A device"
    SPAN = "span", "Everything in a time"


class Exposure(SealedModel):
    """What was asked and what the record answered; never changed, computed anew as another.

    ``members``: who was or could have been seen; ``seen``: who was. ``unsealed``: whether what was
    exposed could be read, which makes it unsecured (164.402). ``lines``: member by member, sealed;
    ``digest``: SHA-256 of it, which the ledger has, too.
    """

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="exposures")
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    # Of an address, a session, a person and so on: what was typed or chosen.
    subject = SecretTextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    members = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    unsealed = models.BooleanField()
    ground = models.CharField(max_length=1000)
    by_element = models.JSONField()
    by_state = models.JSONField()
    # Of those who were seen; empty in what was kept before members had a state.
    seen_by_state = models.JSONField(default=dict)
    lines = SecretTextField()
    digest = models.CharField(max_length=64)
    seconds = models.FloatField()
    frozen_by = models.UUIDField()
    frozen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="incidents_exposure_number"
            ),
        ]

    def __str__(self) -> str:
        return f"exposure {self.number} of {self.incident_id}"
