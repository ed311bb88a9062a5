"""Who has which role, where, and until when; who asked, who allowed it, and who looked it over."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.access.sealing import PlatformTextField
from chaperone.accounts.models import User
from chaperone.database.identifiers import new_id
from chaperone.organizations.models import Organization
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Scope(models.TextChoices):
    ORGANIZATION = "organization", "the whole organization"
    CARE_TEAM = "care_team", "one care team"
    MEMBER = "member", "one member"


def _names_its_target(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(scope="organization", care_team_id=None, member_id=None)
        | Q(scope="care_team", care_team_id__isnull=False, member_id=None)
        | Q(scope="member", care_team_id=None, member_id__isnull=False),
        name=name,
    )


def _role_or_element(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(Q(role="") & ~Q(element="")) | (Q(element="") & ~Q(role="")), name=name
    )


class Request(SealedModel):
    """Somebody asks for access (45 CFR 164.308(a)(4)(ii)(B)).

    It stands in the organization whose members' data is asked for. ``home`` is where the person
    works: where that is another organization, such as the platform's, its officer decides first.
    Nobody who asks, or for whom is asked, decides: constraints of the table see to it.
    """

    sealed_for = None

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    home_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_by = models.UUIDField()
    role = models.CharField(max_length=32, blank=True, default="")
    element = models.CharField(max_length=32, blank=True, default="")
    scope = models.CharField(max_length=16, choices=Scope.choices)
    # Plain ids: care teams and members are rooms above.
    care_team_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    reason = PlatformTextField()
    until = models.DateTimeField(null=True)
    requested_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    home_officer_id = models.UUIDField(null=True)
    home_decided_at = models.DateTimeField(null=True)
    home_note = PlatformTextField(null=True)
    officer_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = PlatformTextField(null=True)

    class Meta:
        constraints: ClassVar = [
            _names_its_target("access_request_scope_names_its_target"),
            _role_or_element("access_request_role_or_element"),
            models.CheckConstraint(
                condition=Q(officer_id=None)
                | (~Q(officer_id=F("user_id")) & ~Q(officer_id=F("requested_by"))),
                name="access_request_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(home_officer_id=None)
                | (
                    ~Q(home_officer_id=F("user_id"))
                    & ~Q(home_officer_id=F("requested_by"))
                    & (Q(officer_id=None) | ~Q(officer_id=F("home_officer_id")))
                ),
                name="access_request_four_eyes_at_home",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (
                    Q(officer_id__isnull=False)
                    & (Q(home_id=F("organization_id")) | Q(home_officer_id__isnull=False))
                ),
                name="access_request_approved_by_all",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "state"], name="access_request_state"),
            models.Index(fields=["home_id", "state"], name="access_request_home"),
        ]

    def __str__(self) -> str:
        return f"request {self.id} ({self.state})"

    @property
    def crosses(self) -> bool:
        """Whether somebody of one organization asks for another's members."""
        return self.home_id != self.organization_id

    @property
    def awaits_home(self) -> bool:
        """Whether the officer where the person works has yet to decide."""
        return self.crosses and self.home_officer_id is None


class Emergency(SealedModel):
    """Emergency access of one clinician, for an hour (45 CFR 164.312(a)(2)(ii))."""

    sealed_for = None

    class Verdict(models.TextChoices):
        NONE = "", "To be reviewed"
        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not_justified", "Not justified"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = SecretTextField()
    begun_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True, default="")
    note = SecretTextField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user_id")),
                name="access_emergency_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_by=None, reviewed_at=None)
                | (~Q(verdict="") & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)),
                name="access_emergency_verdict_has_a_reviewer",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="access_emergency_latest"),
        ]

    def __str__(self) -> str:
        return f"emergency {self.id}"


class Grant(models.Model):
    """A role or an element group of one person in one organization, for a time.

    45 CFR 164.308(a)(4)(ii)(B). It stands on a request that was approved, on emergency access, or
    on an administrator who put a coach into one more care team; the operator's stand on none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, blank=True, default="")
    element = models.CharField(max_length=32, blank=True, default="")
    scope = models.CharField(max_length=16, choices=Scope.choices)
    # Plain ids: care teams and members are rooms above.
    care_team_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    # Never about a member: what was said about one stands, sealed, in the request.
    reason = models.CharField(max_length=500)
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="+")
    emergency = models.ForeignKey(
        Emergency, null=True, on_delete=models.PROTECT, related_name="grants"
    )
    given_by = models.UUIDField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            _names_its_target("access_grant_scope_names_its_target"),
            _role_or_element("access_grant_role_or_element"),
            models.CheckConstraint(
                condition=Q(given_by=None) | ~Q(given_by=F("user_id")) | Q(emergency__isnull=False),
                name="access_grant_not_to_oneself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "organization"], name="access_grant_user"),
            models.Index(fields=["organization", "user"], name="access_grant_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.role or self.element} ({self.scope})"


class OwnRole(models.Model):
    """One version of a role that an organization made. The latest of a name is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.SlugField(max_length=32)
    # As ``Role.definition`` gives it; null from the day it is no longer used.
    definition = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "name", "-id"], name="access_ownrole_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} since {self.changed_at}"


class Review(models.Model):
    """A periodic look at everybody's access (45 CFR 164.308(a)(4)(ii)(C))."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="access_review_latest"),
        ]

    def __str__(self) -> str:
        return f"review {self.id}"


class ReviewItem(models.Model):
    """One grant on a reviewer's list: keep or end. Nobody reviews what they hold themselves."""

    class Decision(models.TextChoices):
        NONE = "", "Undecided"
        KEEP = "keep", "Keep"
        END = "end", "End"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="items")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    holder_id = models.UUIDField()
    # Null where nobody else could review it: a second officer is needed.
    reviewer_id = models.UUIDField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(reviewer_id=None) | ~Q(reviewer_id=F("holder_id")))
                & (Q(decided_by=None) | ~Q(decided_by=F("holder_id"))),
                name="access_reviewitem_four_eyes",
            ),
            models.UniqueConstraint(fields=["review", "grant"], name="access_reviewitem_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "review"], name="access_reviewitem_review"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.decision or 'undecided'}"


class Hold(models.Model):
    """A clearance that somebody holds until the end of a day (45 CFR 164.308(a)(3)-(5)).

    ``why`` says how it was earned, such as ``training passed``; ``grace`` is time to earn it in.
    What was held and when stays on record; renewing is one more row.
    """

    GRACE = "grace"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=32)
    until = models.DateField()
    why = models.CharField(max_length=200)
    held_at = models.DateTimeField(db_default=Now())
    given_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "access_clearance"
        indexes: ClassVar = [
            models.Index(
                fields=["user", "organization", "name", "-until"], name="access_clearance_user"
            ),
            models.Index(fields=["organization", "name", "-until"], name="access_clearance_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"
