"""Numbers, what arrived through which carrier, texts of strangers, and the demo's phones."""

from django.db import models

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SealedTextField
from chaperone.vault.models import SealedModel


class Carrier(models.TextChoices):
    """The ways to a phone."""

    HANDSET = "handset", "the demo's phones"
    AWS = "aws", "AWS End User Messaging"


class Number(models.Model):
    """The number at which an organization is texted, and from which it answers."""

    number = models.CharField(primary_key=True, max_length=16)
    organization_id = models.UUIDField(unique=True, editable=False)
    carrier = models.CharField(max_length=16, choices=Carrier.choices)

    def __str__(self) -> str:
        return f"{self.number} ({self.carrier})"


class Inbound(models.Model):
    """That a carrier delivered a text: what makes a second delivery of it do nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    carrier = models.CharField(max_length=16, choices=Carrier.choices)
    carrier_message_id = models.CharField(max_length=128)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "carrier", "carrier_message_id"],
                name="carriers_inbound_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.carrier_message_id}"


class UnknownText(SealedModel):
    """A text from a number that belongs to no member: kept, and sealed like a member's."""

    sealed_for = None

    carrier = models.CharField(max_length=16, choices=Carrier.choices)
    sender = SealedTextField()
    body = SealedTextField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"text {self.id}"


class HandsetPhone(SealedModel):
    """A phone of the demo: whose it is and its number."""

    sealed_for = None

    number = SealedTextField()
    number_index = models.BinaryField(max_length=16)
    name = SealedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "number_index"], name="carriers_handsetphone_number"
            ),
        ]

    def __str__(self) -> str:
        return f"phone {self.id}"


class HandsetText(SealedModel):
    """What a phone of the demo shows: a text that it sent or got."""

    sealed_for = None

    class Direction(models.TextChoices):
        SENT = "sent", "from the phone"
        GOT = "got", "to the phone"

    number_index = models.BinaryField(max_length=16)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    body = SealedTextField()
    # Of a text that the phone got: our message, so that sending it twice shows it once.
    message_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "message_id"], name="carriers_handsettext_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "number_index", "id"], name="carriers_handsettext_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"text {self.id}"


class Envelope(models.Model):
    """A genuine SNS envelope that was dealt with, so that a replay of it does nothing.

    Belongs to no organization: only what is inside an envelope says for whom it is. Envelopes older
    than an hour are refused by age, so that older rows are of no use; a sweep forgets them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"envelope {self.id}"


class Subscription(models.Model):
    """The installation's subscription to one pinned SNS topic, which serves all its tenants."""

    class State(models.TextChoices):
        WAITING = "waiting", "asked for, and not confirmed yet"
        CONFIRMED = "confirmed", "texts arrive"
        FAILED = "failed", "could not be confirmed"
        ENDED = "ended", "was unsubscribed"

    topic = models.CharField(primary_key=True, max_length=300)
    # Its token only lets this topic send to this installation.
    confirm_url = models.CharField(max_length=2000)
    state = models.CharField(max_length=16, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.topic} ({self.state})"
