"""Grants: who has which role, where, and until when."""

from django.db import models
from django.db.models.functions import Now

from chaperone.accounts.models import User
from chaperone.database.identifiers import new_id
from chaperone.organizations.models import Organization


class Scope(models.TextChoices):
    ORGANIZATION = "organization", "the whole organization"
    CARE_TEAM = "care_team", "one care team"


class Grant(models.Model):
    """A role of one person in one organization, for a time (45 CFR 164.308(a)(4)(ii)(B))."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    scope = models.CharField(max_length=16, choices=Scope.choices)
    # A plain id: care teams are a room above.
    care_team_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="organization", care_team_id=None)
                | models.Q(scope="care_team", care_team_id__isnull=False),
                name="access_grant_scope_names_its_care_team",
            ),
        ]
        indexes = [models.Index(fields=["user", "organization"], name="access_grant_user")]

    def __str__(self) -> str:
        return f"{self.role} ({self.scope})"
