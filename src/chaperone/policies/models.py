"""Policies in versions, who acknowledged which, and when each was looked over (45 CFR 164.316)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.policies.kinds import KINDS


class Policy(models.Model):
    """A policy, plan or template, whatever its text says at the time. It is retired, not deleted.

    ``name``: by what addresses know it; ``starter``: the text of the starter set it came from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.SlugField(max_length=64)
    kind = models.CharField(max_length=24, choices=list(KINDS.items()))
    starter = models.CharField(max_length=64, blank=True, default="")
    created_by = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    # The first day on which it is in force no more.
    retired_on = models.DateField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_because = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "name"], name="policies_policy_named_once"
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_by=None)
                | Q(retired_on__isnull=False, retired_by__isnull=False),
                name="policies_policy_retired_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a policy says at a time, and all that an approver signs for.

    The text is fixed from the moment it goes to review. ``authors``: everybody who saved the
    draft, of whom none can approve it; ``sha256``: of ``signing.signed_text``; ``grace_until``:
    the last day on which nobody lacks their clearance for not having acknowledged it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"

    OPEN = (State.DRAFT, State.REVIEW, State.APPROVED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    mandatory = models.BooleanField()
    public = models.BooleanField()
    citations = ArrayField(models.CharField(max_length=64), default=list)
    review_months = models.PositiveSmallIntegerField()
    change = models.CharField(max_length=500, help_text="What is new, and why.")
    claims = models.JSONField(help_text="What the text claims of the system: names and values.")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    authors = ArrayField(models.UUIDField())
    saved_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    # Why it went back to its author, while it is a draft again.
    returned_because = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    grace_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_version_number"),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["draft", "review", "approved"]),
                name="policies_version_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="policies_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    effective_on__isnull=False,
                ),
                name="policies_version_published_with_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "policy", "-effective_on"],
                condition=Q(state="published"),
                name="policies_version_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class Acknowledgement(models.Model):
    """Somebody has read and acknowledged exactly this version, by the hash of its text.

    ``until``: the last day on which it counts. ``renewed_at``: since when a later one of the same
    person for the same version stands in its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    user_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    until = models.DateField()
    acknowledged_at = models.DateTimeField(db_default=Now())
    renewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user_id", "version"],
                condition=Q(renewed_at=None),
                include=["until"],
                name="policies_acknowledgement_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "version"], name="policies_acknowledged_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.version_id}"


class Standing(models.Model):
    """Until when somebody lacks nothing mandatory, grace not counted: who lacks something is found
    by it. It follows from the versions and acknowledgements; ``actions.standing`` keeps it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user_id = models.UUIDField()
    done_until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user_id"], name="policies_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.done_until}"


class Review(models.Model):
    """A look at a version in force that found nothing to change (45 CFR 164.316(b)(2)(iii))."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.UUIDField()
    reviewed_on = models.DateField()
    reviewed_at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.policy_id} on {self.reviewed_on}"
