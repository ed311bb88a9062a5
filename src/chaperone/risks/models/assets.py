"""What the organization has that holds, moves or protects ePHI."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.risks.scales import WORDS


class Asset(models.Model):
    """Something of value in the scope of the risk analysis (45 CFR 164.308(a)(1)(ii)(A)).

    ``key``: by what the system finds it again; empty where people entered it. ``gone_at``: since
    when the system does not find it any more; ``retired_at``: since when people do not count it.
    """

    class Kind(models.TextChoices):
        """What it is; the first ones are found by the system itself."""

        DATABASE = "database", "Database"
        KEYS = "keys", "Keys"
        CARRIER = "carrier", "Text-message carrier"
        MODEL = "model", "Language model"
        MIRROR = "mirror", "Mirror of the ledger"
        SINK = "sink", "Monitoring (SIEM)"
        MAIL = "mail", "E-mail server"
        HOST = "host", "Host"
        BACKUP = "backup", "Backup"
        APPLICATION = "application", "Application"
        DEVICE = "device", "Devices"
        NETWORK = "network", "Network"
        SITE = "site", "Site"
        PAPER = "paper", "Paper"
        OTHER = "other", "Something else"

    class Holds(models.TextChoices):
        """Whether ePHI is in it."""

        YES = "yes", "Holds ePHI"
        PASSES = "passes", "ePHI passes through"
        NO = "no", "No ePHI"
        UNKNOWN = "unknown", "Not known yet"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    key = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)
    holds = models.CharField(max_length=8, choices=Holds.choices, default=Holds.UNKNOWN)
    criticality = models.SmallIntegerField(null=True, choices=list(WORDS.items()))
    owner_id = models.UUIDField(null=True)
    recorded_by = models.UUIDField(null=True, help_text="Empty: found by the system.")
    recorded_at = models.DateTimeField(db_default=Now())
    gone_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retire_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "key"],
                condition=~Q(key=""),
                name="risks_asset_found_once",
            ),
            models.CheckConstraint(
                condition=Q(criticality=None) | Q(criticality__range=(1, 5)),
                name="risks_asset_criticality",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "name", "id"], name="risks_asset_by_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def found(self) -> bool:
        """Whether the system found it itself."""
        return bool(self.key)

    @property
    def state(self) -> str:
        """``retired``, ``gone`` or ``here``."""
        if self.retired_at:
            return "retired"
        return "gone" if self.gone_at else "here"
