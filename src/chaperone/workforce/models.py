"""Who works here and as what, who is in charge, what they signed, what begins and ends with it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.accounts.models import User
from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Person(models.Model):
    """Somebody of the workforce, paid or not (45 CFR 160.103), who has an account.

    Made with their first access; who has left stays on record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=100, blank=True, default="")
    supervisor_id = models.UUIDField(null=True, help_text="The user they report to.")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_by = models.UUIDField(null=True, help_text="Empty where a program did.")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user"], name="workforce_person_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="workforce_person_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position or 'person'} {self.id}"


class Home(SealedModel):
    """Where somebody lives and their own number, if they or their organization say so: sealed, read
    by nobody, and compared with members' by blind indexes (``kinship``).
    """

    sealed_for = None

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="home")
    address = SecretTextField(null=True)
    phone = SecretTextField(null=True)
    household_index = models.BinaryField(max_length=16, null=True)
    area_index = models.BinaryField(max_length=16, null=True)
    phone_index = models.BinaryField(max_length=16, null=True)

    def __str__(self) -> str:
        return f"home {self.id}"


class Official(models.Model):
    """Who is designated, with a contact for everybody. The latest of a kind is in office.

    45 CFR 164.308(a)(2) (security official), 164.530(a)(1) (privacy official and contact).
    """

    class Kind(models.TextChoices):
        SECURITY = "security", "Security official"
        PRIVACY = "privacy", "Privacy official"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    since = models.DateField()
    designated_by = models.UUIDField(null=True)
    designated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "kind", "-id"], name="workforce_official_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} official since {self.since}"


class Agreement(models.Model):
    """A confidentiality agreement as somebody signed it, to the last character.

    Who, with which factor and when is the signature under it (``registers.Signature``).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    until = models.DateField()
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "user", "-id"], name="workforce_agreement_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.id}"


class Checklist(models.Model):
    """What is to be done when somebody begins or leaves (45 CFR 164.308(a)(3)(ii)(A), (C))."""

    class Kind(models.TextChoices):
        ONBOARDING = "onboarding", "Onboarding"
        TERMINATION = "termination", "Termination"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checklists")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    begun_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "person", "-id"], name="workforce_checklist_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Line(models.Model):
    """One line of a checklist. ``key``: what it is, as ``lines`` names it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField()
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "key"], name="workforce_line_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "due_on"],
                condition=Q(done_at=None),
                name="workforce_line_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, due {self.due_on}"

    def state_on(self, today: date) -> str:
        """``done``, ``overdue`` or ``open``, for people."""
        if self.done_at:
            return "done"
        return "overdue" if self.due_on < today else "open"


class Confidential(SealedModel):
    """A sanction or a background check.

    45 CFR 164.308(a)(1)(ii)(C), 164.530(e) (sanctions), 164.308(a)(3)(ii)(B) (clearance). All that
    it says is sealed, its kind included; the ledger says only that there is one.
    """

    class Kind(models.TextChoices):
        SANCTION = "sanction", "Sanction"
        CHECK = "background_check", "Background check"

    sealed_for = None

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = SecretTextField()
    what = SecretTextField()
    happened_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "person", "-id"], name="workforce_confidential_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"confidential record {self.id}"
