"""What people are told of a breach, and whether it reached them (45 CFR 164.404-408)."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.incidents.models.assessments import Assessment
from chaperone.incidents.models.cases import Incident
from chaperone.vault.fields import SealedBinaryField, SecretTextField
from chaperone.vault.models import SealedModel


class Notice(SealedModel):
    """One version of what is told: every element of 164.404(c), in English and Spanish.

    Letters, texts, the public page and what the media get are made from it. It is public by its
    nature and names nobody. Approved by somebody else it is in force; never changed then.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        REPLACED = "replaced", "Replaced"

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    happened_en = SecretTextField(null=True)
    happened_es = SecretTextField(null=True)
    involved_en = SecretTextField(null=True)
    involved_es = SecretTextField(null=True)
    protect_en = SecretTextField(null=True)
    protect_es = SecretTextField(null=True)
    doing_en = SecretTextField(null=True)
    doing_es = SecretTextField(null=True)
    happened_on = models.CharField(max_length=80, blank=True, help_text="Empty: not known.")
    discovered_on = models.DateField()
    telephone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    postal = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    # The page that stands in for letters, 164.404(d)(2)(ii)(A): public from then on for 90 days.
    posted_on = models.DateField(null=True)
    posted_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_notice_number"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="incidents_notice_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="incidents_notice_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(posted_on=None, posted_until=None)
                | Q(posted_on__isnull=False, posted_until__isnull=False, approved_by__isnull=False),
                name="incidents_notice_posted_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.number} of {self.incident_id}"


class Delivery(models.Model):
    """That one member is told in one way, and what became of it (164.414(b): burden of proof)."""

    class Way(models.TextChoices):
        """How."""

        LETTER = "letter", "Letter"
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"
        SUBSTITUTE = "substitute", "Public page instead"

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Not sent yet"
        SENDING = "sending", "Being sent"
        PRINTED = "printed", "Printed"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Reached them"
        RETURNED = "returned", "Came back"
        STOPPED = "stopped", "Not sent: they said STOP"
        FAILED = "failed", "Did not go out"
        GONE = "gone", "Their data was destroyed before"
        UNADDRESSED = "unaddressed", "No address on record"
        POSTED = "posted", "On the public page"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    member_id = models.UUIDField()
    way = models.CharField(max_length=12, choices=Way.choices)
    # Empty: in both, or not yet known.
    language = models.CharField(max_length=2, default="", blank=True)
    # SHA-256 of what the link in an e-mail ends in.
    token_digest = models.BinaryField(max_length=32, null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "incidents_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "member_id", "way"], name="incidents_delivery_once"
            ),
            models.UniqueConstraint(fields=["token_digest"], name="incidents_delivery_token"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["notice", "way", "state", "id"], name="incidents_delivery_state"),
            models.Index(fields=["organization_id", "member_id"], name="incidents_delivery_member"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.id}"


class Mailing(SealedModel):
    """Letters as one file to print, made by a worker; its progress, and the file, sealed."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waits"
        MADE = "made", "Made"
        FAILED = "failed", "Could not be made"

    class Kind(models.TextChoices):
        """What is in it."""

        LETTERS = "letters", "Letters to members"
        CUSTOMER_PDF = "customer_pdf", "Notice to the covered entity, PDF"
        CUSTOMER_JSON = "customer_json", "Notice to the covered entity, JSON"

    sealed_for = None

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.LETTERS)
    # Of letters their notice, of what a customer gets the incident: words may follow later.
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="mailings")
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="mailings"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    letters = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="letters", notice__isnull=False)
                | (~Q(kind="letters") & Q(incident__isnull=False)),
                name="incidents_mailing_of_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id"],
                condition=Q(state="waiting"),
                name="incidents_mailing_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"mailing {self.id}"

    @property
    def of(self) -> UUID:
        """The incident that it belongs to."""
        if self.notice is not None:
            return self.notice.incident_id
        assert self.incident_id is not None
        return self.incident_id


class MailingPiece(SealedModel):
    """A piece of the file of letters: names and addresses of members."""

    sealed_for = None

    file = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    content = SealedBinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file", "number"], name="incidents_mailingpiece_number"
            ),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of mailing {self.file_id}"


class CustomerNotice(SealedModel):
    """That the covered entity was told, whose business associate the organization is (164.410).

    Never changed: what is told later is another. ``notice``: the version of the words then, if
    there was one; ``identified``: with each individual by name.
    """

    sealed_for = None

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="customer_notices"
    )
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    customer = SecretTextField()
    recipient = SecretTextField()
    way = SecretTextField()
    identified = models.BooleanField()
    individuals = models.PositiveIntegerField()
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "incidents_customernotice"

    def __str__(self) -> str:
        return f"customer notice {self.id}"
