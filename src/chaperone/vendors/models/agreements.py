"""What was signed: with vendors, and with the customers of whoever runs the installation."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vendors.models.vendors import Vendor


class Signed(models.Model):
    """What every agreement has: its days, whose signatures, and its end before time.

    Never changed but by its end; both stay (45 CFR 164.316(b)(2)(i)).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="The last day; empty: until it is ended.")
    signed_here = models.CharField(max_length=120, default="", blank=True)
    signed_there = models.CharField(max_length=120, default="", blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="Where it is filed.")
    file_sha256 = models.CharField(
        max_length=64, blank=True, db_default="", default="", help_text="Of the file, in hex."
    )
    # Empty where the installation's operator entered it.
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="%(app_label)s_%(class)s_lasts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="%(app_label)s_%(class)s_ended",
            ),
        ]

    def state_on(self, today: date) -> str:
        """``ended``, ``over``, ``coming`` or ``in_force``, for people. The gate is in SQL
        (``sql/gates.sql``); a property test holds the two together.
        """
        if self.ended_at:
            return "ended"
        if self.starts_on > today:
            return "coming"
        return "over" if self.ends_on and self.ends_on < today else "in_force"


class Agreement(Signed):
    """What was signed with a vendor.

    ``host``: the only address to which the program sends under it; ``purposes``: for what else it
    sends there without asking for the host, such as texts. Where both are empty: to nowhere.
    """

    class Kind(models.TextChoices):
        """Only the first lets PHI out (45 CFR 164.502(e)(2), 164.504(e))."""

        BAA = "baa", "Business associate agreement (BAA)"
        DSA = "dsa", "Data sharing agreement (DSA), without members' data"

    class Purpose(models.TextChoices):
        """By what the runtime knows a vendor whose host is no matter of a contract."""

        TEXTS_AWS = "texts.aws", "Carries your text messages (AWS End User Messaging)"
        SINK = "sink", "Gets the record for monitoring (SIEM sinks)"
        MIRROR = "mirror", "Keeps a copy of the sealed record (mirrors in a bucket)"
        BACKUP = "backup", "Keeps your backups"

    class Transfer(models.TextChoices):
        """On what grounds data of people in the EU may go there (GDPR Art. 44-49)."""

        NONE = "", "Nobody has said"
        INSIDE = "inside", "It stays in the European Economic Area"
        ADEQUACY = "adequacy", "An adequacy decision, Art. 45"
        CLAUSES = "clauses", "Standard contractual clauses, Art. 46(2)(c)"
        RULES = "rules", "Binding corporate rules, Art. 46(2)(b)"
        DEROGATION = "derogation", "A derogation for single cases, Art. 49"

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    covers = ArrayField(models.CharField(max_length=32), help_text="Element groups of roles.toml.")
    host = models.CharField(max_length=253, blank=True)
    purposes = ArrayField(models.CharField(max_length=16), default=list)
    country = models.CharField(
        max_length=60, blank=True, db_default="", default="", help_text="Where data is processed."
    )
    transfer = models.CharField(
        max_length=16, blank=True, db_default="", default="", choices=Transfer.choices
    )

    class Meta(Signed.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "host"],
                condition=Q(ended_at=None),
                name="vendors_agreement_gate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class CustomerAgreement(Signed):
    """What a customer signed with the organization that runs the installation (164.502(e)(1)).

    It stands in the customer's organization; the platform reads it and enters it, too. Without one
    in force the platform's people open none of the customer's PHI, and none leaves.
    """

    class Meta(Signed.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id"],
                condition=Q(ended_at=None),
                name="vendors_customer_gate",
            ),
        ]

    def __str__(self) -> str:
        return f"customer agreement {self.id}"
