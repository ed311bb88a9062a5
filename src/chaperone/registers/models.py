"""What the registers of the programme share: changes, signatures, files, and files to import.

A record is known by its id alone, so that these tables outlive and do not know what it is.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretBinaryField, SecretTextField
from chaperone.vault.models import SealedModel

_FACTORS = {
    "totp": "Code of an authenticator app",
    "webauthn": "Passkey or security key",
    "recovery_codes": "Recovery code",
}


class Change(models.Model):
    """Which entry of the ledger is about which record: an index, and no history of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    record_id = models.UUIDField()
    entry_id = models.UUIDField(unique=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "record_id", "-entry_id"], name="registers_change_record"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.entry_id} about {self.record_id}"


class Signature(models.Model):
    """Who signed which text, as whom, when, and with which second factor (21 CFR 11.50 as a model).

    ``role`` and ``name`` are those of that moment. ``sha256``: of the text as UTF-8, in hex.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    record_id = models.UUIDField()
    user_id = models.UUIDField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=400)
    meaning = models.CharField(max_length=200, help_text="What the signature says, as a sentence.")
    factor = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    entry_id = models.UUIDField()
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "record_id", "-id"], name="registers_signature_record"
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.id}"

    @property
    def factor_label(self) -> str:
        """The second factor as people call it."""
        return _FACTORS.get(self.factor, self.factor)


class Attachment(SealedModel):
    """A file of a record, such as a signed agreement. ``kind``: who may read it (``registry``)."""

    sealed_for = None

    record_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    name = SecretTextField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.UUIDField(null=True, help_text="Empty where a program did.")
    added_at = models.DateTimeField(db_default=Now())
    retired_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "record_id", "-id"],
                condition=Q(retired_at=None),
                name="registers_attachment_record",
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.id}"


class AttachmentPiece(SealedModel):
    """A piece of a file: whatever handles sealed values handles one of this size."""

    sealed_for = None

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    content = SecretBinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attachment", "number"], name="registers_attachmentpiece_number"
            ),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of attachment {self.attachment_id}"


class Upload(SealedModel):
    """A file that somebody looks over before it is imported. Only they see it, for half an hour."""

    sealed_for = None

    register = models.CharField(max_length=64)
    owner_id = models.UUIDField()
    json = models.BooleanField(default=False, help_text="JSON, else CSV.")
    content = SecretTextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="registers_upload_expires")]

    def __str__(self) -> str:
        return f"upload {self.id}"
