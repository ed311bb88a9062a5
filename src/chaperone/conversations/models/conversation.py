"""A member's conversation: who answers it, who switched that, how long somebody was waited for."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.conversations.models.messages import Message
from chaperone.conversations.models.states import Answerer, Author, Lane, Urgency, Why
from chaperone.database.identifiers import new_id
from chaperone.members.models import Member


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
