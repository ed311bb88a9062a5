"""Who is called to a conversation, and the texts that are sent word for word."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.conversations.models.states import Urgency
from chaperone.database.identifiers import new_id
from chaperone.members.models import Member


class Page(models.Model):
    """Somebody is called to a conversation, until somebody says that they see to it.

    No ``member``: to texts of an unknown number. ``step``: how far it has escalated; ``due_at``:
    when it goes on, empty once acknowledged.
    """

    class Via(models.TextChoices):
        PAGE = "page", "Signed in"
        LINK = "link", "By the link they were sent"
        TEXT = "text", "By text message"
        REPLY = "reply", "By answering the member"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
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

    @property
    def members(self) -> list[UUID]:
        """Whom it is about; nobody where an unknown number wrote."""
        return [self.member_id] if self.member_id else []


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
