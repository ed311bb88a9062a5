"""A member's conversation, its messages, and what is still to be done about each of them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.database.identifiers import new_id
from chaperone.members.models import Member
from chaperone.vault.fields import SealedTextField
from chaperone.vault.models import SealedModel


class Answerer(models.TextChoices):
    """Who answers the next text. Checked when an answer is made and again when it is sent.

    Which may follow which stands in ``moves.py``; the database refuses everything else.
    """

    ASSISTANT = "assistant", "The assistant"
    DRAFT = "draft", "The assistant drafts and a coach approves"
    COACH = "coach", "A coach"
    PAUSED = "paused", "Nobody for now"
    CLOSED = "closed", "Nobody: it has ended"


class Why(models.TextChoices):
    """Why it was switched who answers. A closed list: nothing of anyone's health."""

    TAKEN_OVER = "taken_over", "A coach took over"
    REPLIED = "replied", "A coach wrote"
    HANDED_BACK = "handed_back", "A coach handed back"
    CHOSEN = "chosen", "It fits better"
    ASKED_FOR = "asked_for", "The member asked for it"
    AWAY = "away", "The member is away for a while"
    LOOKED_INTO = "looked_into", "Something is being looked into"
    CARE_ENDED = "care_ended", "Our care for the member has ended"
    MEMBERSHIP_ENDED = "membership_ended", "The membership has ended"
    TAKEN_BACK = "taken_back", "The membership was taken up again"
    DESTROYED = "destroyed", "The member's data was destroyed"
    DEFAULT = "default", "The organization's way of answering"


class Urgency(models.TextChoices):
    """How soon a person must look, as the triage rules found it; least urgent first."""

    ROUTINE = "routine", "Routine"
    URGENT = "urgent", "Urgent"
    CRISIS = "crisis", "Crisis"
    EMERGENCY = "emergency", "Emergency"


class Lane(models.IntegerChoices):
    """How soon workers take a text up, as triage found it when the text was accepted."""

    ORDINARY = 0, "In the order of arrival"
    URGENT = 1, "Its conversation before others"
    SAFETY = 2, "Before everything, the member's own earlier texts included"


class Author(models.TextChoices):
    """Who wrote a message. ``SYSTEM`` is a fixed text that no one composed for the occasion."""

    MEMBER = "member", "Member"
    ASSISTANT = "assistant", "Assistant"
    COACH = "coach", "Coach"
    SYSTEM = "system", "Notice"


class NextVersion(models.Func):
    """A number higher than every version given before, in any conversation."""

    template = "nextval('conversations_version')"
    output_field = models.BigIntegerField()


class Conversation(models.Model):
    """The one conversation of a member. Whoever changes anything in it locks this row first."""

    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, primary_key=True, related_name="conversation"
    )
    organization_id = models.UUIDField(editable=False)
    answerer = models.CharField(max_length=16, choices=Answerer.choices, default=Answerer.ASSISTANT)
    answerer_since = models.DateTimeField(db_default=Now())
    coach_id = models.UUIDField(
        null=True, help_text="Who answers, in state coach; empty for anyone of the care team."
    )
    by_default = models.BooleanField(
        db_default=True, default=True, help_text="Follows the organization's way of answering."
    )
    switch_id = models.UUIDField(null=True, help_text="The record of the latest switch.")
    assigned_id = models.UUIDField(null=True, help_text="The coach whose conversation it is.")
    urgency = models.CharField(max_length=16, choices=Urgency.choices, default=Urgency.ROUTINE)
    waiting_since = models.DateTimeField(null=True, help_text="A person is needed since then.")
    due_since = models.DateTimeField(null=True, help_text="A text is unhandled since then.")
    lane = models.SmallIntegerField(choices=Lane.choices, db_default=Lane.ORDINARY)
    told_until = models.DateTimeField(
        null=True, help_text="The member knows that nobody answers before then."
    )
    unread = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(db_default=NextVersion())
    opened_at = models.DateTimeField(db_default=Now())
    last_message_id = models.UUIDField(null=True)
    last_author = models.CharField(max_length=16, choices=Author.choices, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answerer="coach") | Q(coach_id=None),
                name="conversations_conversation_coach_answers",
            ),
            models.CheckConstraint(
                condition=Q(answerer__in=["assistant", "draft", "coach", "paused", "closed"]),
                name="conversations_conversation_answerer_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "-lane", "due_since"],
                condition=Q(due_since__isnull=False),
                name="conversations_due_first",
            ),
            models.Index(
                fields=["organization_id", "last_message_id"],
                condition=~Q(urgency="routine") | Q(waiting_since__isnull=False) | Q(unread__gt=0),
                name="conversations_wanting",
            ),
            models.Index(fields=["organization_id", "-last_message_id"], name="conversations_last"),
            models.Index(fields=["organization_id", "-version"], name="conversations_version_idx"),
            models.Index(
                fields=["organization_id", "answerer"],
                condition=Q(by_default=True),
                name="conversations_by_default",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.member_id}"

    def wrote(self, message: "Message") -> None:
        """Takes note of the newest message."""
        self.last_message_id = message.id
        self.last_author = message.author

    def needs_a_person(self, urgency: str) -> None:
        """Waits for a coach, at least as urgently as ``urgency`` says."""
        self.urgency = max(self.urgency, urgency, key=Urgency.values.index)
        self.waiting_since = self.waiting_since or timezone.now()

    def was_seen_to(self) -> None:
        """A person has seen to it: nobody waits any more."""
        self.urgency = Urgency.ROUTINE
        self.waiting_since = None


class Switch(models.Model):
    """One switch of who answers: from what to what, by whom and why. Never changed.

    ``since`` is when ``from_state`` began, so that how long it lasted is a fact of one row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_state = models.CharField(max_length=16, choices=Answerer.choices)
    to_state = models.CharField(max_length=16, choices=Answerer.choices)
    coach_id = models.UUIDField(null=True, help_text="Who answers from then on, in state coach.")
    why = models.CharField(max_length=16, choices=Why.choices)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    since = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["organization_id", "member", "-id"], name="conversations_switches"
            ),
            models.Index(fields=["organization_id", "at"], name="conversations_switch_at"),
        ]

    def __str__(self) -> str:
        return f"switch {self.id}"


class Wait(models.Model):
    """How long a member waited for a person, noted when one has seen to it. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    urgency = models.CharField(max_length=16, choices=Urgency.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True, help_text="Who saw to it; empty for a program.")

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "ended_at"], name="conversations_wait_ended"),
        ]

    def __str__(self) -> str:
        return f"wait {self.id}"


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
        UNCONFIRMED = "unconfirmed", "Sent, not confirmed"

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
                fields=["organization_id", "carrier_message_id"],
                condition=~Q(carrier_message_id=""),
                name="conversations_receipts",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.id}"


class Page(models.Model):
    """Somebody is called to a conversation, until somebody says that they see to it.

    ``step``: how far it has escalated; ``due_at``: when it goes on, empty once acknowledged.
    """

    class Via(models.TextChoices):
        PAGE = "page", "Signed in"
        LINK = "link", "By the link they were sent"
        TEXT = "text", "By text message"
        REPLY = "reply", "By answering the member"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    message_id = models.UUIDField(help_text="The text for which somebody is called.")
    level = models.CharField(max_length=16, choices=Urgency.choices)
    # Typed into a text message: proves that whoever answers was told.
    code = models.CharField(max_length=6)
    step = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True, db_default=Now())
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_via = models.CharField(max_length=8, choices=Via.choices, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at=None, acknowledged_at__isnull=False)
                | Q(due_at__isnull=False, acknowledged_at=None),
                name="conversations_page_waits_or_is_acknowledged",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "due_at"],
                condition=Q(due_at__isnull=False),
                name="conversations_page_open",
            ),
            models.Index(fields=["organization_id", "member", "-id"], name="conversations_page_of"),
        ]

    def __str__(self) -> str:
        return f"page {self.id}"


class FixedText(models.Model):
    """A version of a text that is sent word for word: written by one person, approved by another.

    In force is the one approved last. No row is changed once somebody has decided on it.
    """

    class Decision(models.TextChoices):
        WAITING = "", "Waits for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    body = models.CharField(max_length=400)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    decision = models.CharField(max_length=8, choices=Decision.choices, default="", blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (
                    ~Q(decision="")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=models.F("written_by"))
                ),
                name="conversations_fixedtext_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "name", "language", "-decided_at"],
                name="conversations_fixedtext_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
