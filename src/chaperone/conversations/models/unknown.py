"""What becomes of a text from a number that belongs to no member."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.conversations.models.states import Urgency


class UnknownTurn(models.Model):
    """What was decided about one text of an unknown sender; its ``id`` is the text's.

    It goes with the text (a foreign key in the database, ``sql/unknown.sql``). ``number_index``
    tells texts of one number together without opening any.
    """

    class Reply(models.TextChoices):
        NONE = "", "None"
        PENDING = "pending", "Waiting to be sent"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent: the text network did not take it"
        UNCONFIRMED = "unconfirmed", "Sent, not confirmed"
        LIMITED = "limited", "Not sent again: this number got it a short while ago"
        NOWHERE = "nowhere", "Not sent: this is no telephone number"
        RESTORED = "restored", "Not sent: it waited when a backup was made that was restored"

    class Why(models.TextChoices):
        """Why it is dismissed. A closed list: nothing of anyone's health."""

        WRONG_NUMBER = "wrong_number", "Meant for somebody else"
        SPAM = "spam", "Advertising or a program"
        NO_MEMBER = "no_member", "We spoke: they are no member of ours"
        STAFF = "staff", "Somebody of our staff"

    id = models.UUIDField(primary_key=True, editable=False)
    organization_id = models.UUIDField(editable=False)
    number_index = models.BinaryField(max_length=16)
    triage = models.CharField(max_length=16, choices=Urgency.choices, default="", blank=True)
    language = models.CharField(max_length=2, default="", blank=True)
    reply = models.CharField(max_length=16, choices=Reply.choices, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now(), help_text="The reply goes out not before.")
    claimed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=16, choices=Why.choices, default="", blank=True)
    dismissed_by = models.UUIDField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why="", dismissed_by=None, dismissed_at=None)
                | (~Q(why="") & Q(dismissed_by__isnull=False, dismissed_at__isnull=False)),
                name="conversations_unknownturn_dismissed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(triage="") | Q(reply__in=["pending", "sending"]),
                name="conversations_unknown_waiting",
            ),
            models.Index(
                fields=["organization_id", "id"],
                condition=Q(why=""),
                name="conversations_unknown_open",
            ),
            models.Index(
                fields=["organization_id", "number_index", "made_at"],
                name="conversations_unknown_number",
            ),
            models.Index(fields=["organization_id", "made_at"], name="conversations_unknown_made"),
        ]

    def __str__(self) -> str:
        return f"turn {self.id}"
