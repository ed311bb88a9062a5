"""The messages of a conversation, and what is still to be done about each of them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.conversations.models.states import Author, Lane, Urgency
from chaperone.members.models import Member
from chaperone.vault.fields import SealedTextField
from chaperone.vault.models import SealedModel


class Message(SealedModel):
    """One text, in or out. Never changed: a trigger refuses it. Partitioned by month of its id."""

    class Direction(models.TextChoices):
        INBOUND = "inbound", "From the member"
        OUTBOUND = "outbound", "To the member"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    author = models.CharField(max_length=16, choices=Author.choices)
    author_id = models.UUIDField(
        null=True, help_text="The coach who wrote it or approved it; empty for everyone else."
    )
    body = SealedTextField()
    # Which passages an answer names tells what the member asked about: sealed like the body.
    sources = SealedTextField(null=True, help_text="Ids of library passages, one per line.")

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "member", "-id"], name="conversations_thread"),
        ]

    def __str__(self) -> str:
        return f"message {self.id}"


def sealed_values(row: SealedModel, *names: str) -> dict[str, bytes | None]:
    """The sealed bytes of a row's new values, for statements of our own."""
    return {name: getattr(type(row), name).field.pre_save(row, add=True) for name in names}


class Draft(SealedModel):
    """What the assistant proposes to say, for a coach to decide on. Written once, like a message.

    At most one of a conversation is open. It is kept whatever was decided: what the assistant
    proposed and what a coach sent instead can be compared.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waits for a coach"
        APPROVED = "approved", "Approved and sent"
        EDITED = "edited", "A coach sent something else instead"
        DISCARDED = "discarded", "Discarded"
        OUTDATED = "outdated", "The member wrote again, or somebody else answers now"

    class Flaw(models.TextChoices):
        """Why a draft was discarded. A closed list, like ``Why``."""

        WRONG = "wrong", "It is not right"
        UNSAFE = "unsafe", "It is not safe for this member"
        TONE = "tone", "It is not how we would say it"
        NOT_NEEDED = "not_needed", "No answer is needed"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.UUIDField(help_text="The inbound message it answers.")
    body = SealedTextField()
    sources = SealedTextField(null=True, help_text="Ids of library passages, one per line.")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    flaw = models.CharField(max_length=16, choices=Flaw.choices, default="", blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    message_id = models.UUIDField(null=True, help_text="What was sent in the end.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="open"), name="conversations_draft_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["organization_id", "member", "-id"], name="conversations_drafts"),
            models.Index(
                fields=["organization_id", "-decided_at"],
                condition=Q(decided_at__isnull=False),
                name="conversations_drafts_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.id}"


class Turn(SealedModel):
    """What was decided about one inbound message; its ``id`` is the message's."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not handled yet"
        ASKING = "asking", "A model is asked"
        ANSWERED = "answered", "Answered"
        HANDED_OVER = "handed_over", "Handed over to a coach"
        SILENT = "silent", "Needs no answer"
        RESTORED = "restored", "Waits for somebody to look, since a restore"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    lane = models.SmallIntegerField(choices=Lane.choices, db_default=Lane.ORDINARY)
    triage = models.CharField(max_length=16, choices=Urgency.choices, default="", blank=True)
    category = SealedTextField(null=True, help_text="What the triage rules found.")
    reply_id = models.UUIDField(null=True)
    # In state asking: when a process took the question; empty while none has. In others: that one
    # did, so that no second question is asked about the text.
    asked_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=32, default="", db_default="", blank=True, help_text="Why it was handed over."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["organization_id", "member", "id"],
                condition=Q(state__in=["waiting", "asking"]),
                name="conversations_turn_open",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(state="asking"),
                name="conversations_turn_asking",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(state="handed_over"),
                name="conversations_turn_handed_over",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(state="restored"),
                name="conversations_turn_restored",
            ),
        ]

    def __str__(self) -> str:
        return f"turn {self.id}"


class Delivery(models.Model):
    """What became of one outbound message; its ``id`` is the message's."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be sent"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Not delivered"
        WITHHELD = "withheld", "Held back"
        HELD = "held", "Waits for an agreement with the text network"
        UNCONFIRMED = "unconfirmed", "Sent, not confirmed"
        RESTORED = "restored", "Held since a restore: somebody decides"

    class Kind(models.TextChoices):
        """Decides what may still hold the message back at the moment of sending (``moves.py``)."""

        ANSWER = "answer", "The assistant's"
        APPROVED = "approved", "The assistant's, which a coach approved"
        COACH = "coach", "A coach's"
        HOURS = "hours", "When somebody will answer; not sent to those who said STOP"
        NOTICE = "notice", "About texting itself; sent to those who said STOP, too"
        SAFETY = "safety", "In an emergency or crisis: always sent"

    id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField(editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    answers = models.UUIDField(null=True, help_text="The inbound message it answers.")
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    note = models.CharField(max_length=300, default="", help_text="Why, in plain words.")
    attempts = models.PositiveSmallIntegerField(default=0)
    carrier_message_id = models.CharField(max_length=200, default="")
    due_at = models.DateTimeField(db_default=Now(), help_text="Not before.")
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(state__in=["pending", "sending"]),
                name="conversations_outbox",
            ),
            models.Index(
                fields=["member", "id"],
                condition=Q(state__in=["pending", "sending"]),
                name="conversations_outbox_lane",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(kind="safety", state__in=["pending", "sending"]),
                name="conversations_outbox_safety",
            ),
            models.Index(
                fields=["organization_id", "member", "id"],
                condition=Q(state="held"),
                name="conversations_outbox_held",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(state="restored"),
                name="conversations_outbox_restored",
            ),
            models.Index(
                fields=["organization_id", "carrier_message_id"],
                condition=~Q(carrier_message_id=""),
                name="conversations_receipts",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.id}"
