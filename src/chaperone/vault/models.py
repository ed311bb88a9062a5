"""Keys, and the base of every table with sealed fields."""

from typing import ClassVar

from django.db import models

from chaperone.database.identifiers import new_id


class Purpose(models.TextChoices):
    """What a key is for (NIST SP 800-57: one key, one purpose)."""

    ORGANIZATION = "organization", "wraps the organization's other keys"
    MEMBER = "member", "seals one member's values"
    SHARED = "shared", "seals values of the organization that belong to no member"
    SECRET = "secret", "seals secrets that the server needs for its own use"
    LEDGER = "ledger", "seals the entries of the ledger"
    INDEX = "index", "keys the blind indexes"


class State(models.TextChoices):
    """How far a key is in its life (NIST SP 800-57 part 1, section 7)."""

    COMING = "coming", "looked up with, and in force soon"
    ACTIVE = "active", "in force"
    RETIRED = "retired", "opens what it sealed, and seals nothing new"


class Key(models.Model):
    """A wrapped key: organization keys by the root key, all others by the organization's.

    Of each organization, purpose and member one key is in force; older ones stay until nothing
    needs them. The database refuses to remove a key that still wraps another (``sql/states.sql``).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization_id = models.UUIDField()
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    member_id = models.UUIDField(null=True)
    wrapped = models.BinaryField()
    # The id of a key, or of the provider's root key.
    wrapped_by = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "purpose", "member_id"],
                condition=models.Q(state="active"),
                nulls_distinct=False,
                name="vault_key_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} key {self.id}"


class Resealing(models.Model):
    """How far the values of one sealed column in one organization have been sealed anew.

    ``last_row``: up to where this round has come; ``ended_at``: it has come to the end. ``stuck``:
    values that do not open.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization_id = models.UUIDField()
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    total = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)
    stuck = models.BigIntegerField(default=0)
    last_row = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "table", "column"],
                name="vault_resealing_one_per_column",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}: {self.moved} of {self.total}"


class SealedModel(models.Model):
    """A row that belongs to an organization and may hold sealed values.

    ``sealed_for`` names the attribute with the member's id; None seals under the key that the
    organization shares for what belongs to no member.
    """

    sealed_for: ClassVar[str | None] = "member_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True
