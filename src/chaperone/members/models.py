"""Members, the care teams that look after them, and who said STOP."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.members.particulars import STATES
from chaperone.vault.fields import SealedBinaryField, SealedDateField, SealedTextField
from chaperone.vault.models import SealedModel

PHONE_ELEMENT = "members.member.phone"
"""The element that keys the blind index of telephone numbers."""


class CareTeam(models.Model):
    """The coaches who look after the same members; the scope of a coach's access."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "name"], name="members_careteam_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(SealedModel):
    """A person who is cared for by text message."""

    sealed_for = "id"

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        ENDED = "ended", "Ended"

    care_team = models.ForeignKey(CareTeam, on_delete=models.PROTECT, related_name="+")
    # Gone with the member's key: who was destroyed has none of these (retention).
    name = SealedTextField(null=True)
    phone = SealedTextField(null=True)
    birth_date = SealedDateField(null=True)
    # What it leaks: whether two rows of one organization hold the same number (docs/security).
    phone_index = models.BinaryField(max_length=16, null=True)
    # Street and postal code, if they are known: in emergencies help is sent there.
    address = SealedTextField(null=True)
    # Two letters, or empty: not known. Counted without opening anything (members.particulars).
    state = models.CharField(
        max_length=2, choices=list(STATES.items()), blank=True, default="", db_default=""
    )
    # What they leak: docs/security/kinship.md.
    surname_index = models.BinaryField(max_length=16, null=True)
    household_index = models.BinaryField(max_length=16, null=True)
    area_index = models.BinaryField(max_length=16, null=True)
    vip = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Watched closely: who opens their record.",
    )
    destroyed_at = models.DateTimeField(null=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "phone_index"], name="members_member_phone"
            ),
            models.CheckConstraint(
                condition=Q(
                    destroyed_at=None,
                    name__isnull=False,
                    phone__isnull=False,
                    phone_index__isnull=False,
                )
                | Q(
                    destroyed_at__isnull=False,
                    status="ended",
                    name__isnull=True,
                    phone__isnull=True,
                    birth_date__isnull=True,
                    address__isnull=True,
                    state="",
                    phone_index=None,
                    surname_index=None,
                    household_index=None,
                    area_index=None,
                    vip=False,
                ),
                name="members_member_whole_or_destroyed",
            ),
        ]
        indexes = [
            models.Index(fields=["organization_id", "care_team"], name="members_member_team"),
            models.Index(fields=["organization_id", "-id"], name="members_member_register"),
        ]

    def __str__(self) -> str:
        return f"member {self.id}"


class Contact(SealedModel):
    """In which language a member is written to, and whether by e-mail; the newest row is in force.

    A row is never changed, since a sealed value is written once (docs/decisions/0016).
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    language = SealedTextField(null=True)
    email = SealedTextField(null=True)
    # The member agreed to be given notice by e-mail (45 CFR 164.404(d)(1)(i)).
    electronic = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(electronic=False) | Q(email__isnull=False),
                name="members_contact_agreed_to_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="members_contact_newest"),
        ]

    def __str__(self) -> str:
        return f"contact {self.id}"


class Suppression(models.Model):
    """A number that said STOP (47 CFR 64.1200(a)(10)). Outlives the member it belonged to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    phone_index = models.BinaryField(max_length=16)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "phone_index"], name="members_suppression_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"suppression {self.id}"


class Upload(SealedModel):
    """A file that somebody is looking over before it is imported. Only they see it, for a while."""

    sealed_for = None

    class Kind(models.TextChoices):
        MEMBERS = "members", "Members"
        STAFF = "staff", "Staff"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    owner_id = models.UUIDField()
    name = SealedTextField(null=True)
    content_type = SealedTextField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="members_upload_expires")]

    def __str__(self) -> str:
        return f"upload {self.id}"


class UploadPiece(SealedModel):
    """A piece of an uploaded file; the database removes it with the file."""

    sealed_for = None

    file = models.ForeignKey(
        Upload, on_delete=models.DO_NOTHING, db_constraint=False, related_name="pieces"
    )
    number = models.PositiveIntegerField()
    content = SealedBinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="members_uploadpiece_number"),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of upload {self.file_id}"
