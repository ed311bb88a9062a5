"""What a conversation and its messages can be in, by name."""

from django.db import models


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
