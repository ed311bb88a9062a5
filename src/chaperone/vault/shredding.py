"""Crypto-shredding: without a member's key, everything sealed under it is noise.

Cryptographic erase (NIST SP 800-88 Rev. 1, 2.6; 45 CFR 164.310(d)(2)(i)-(ii)). It holds where all
copies of the key are gone: what may remain of the wrapped key, and for how long, is written in
docs/security/destruction.md.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count

from chaperone.vault.errors import KeyMissing
from chaperone.vault.fields import SealedField, SecretTextField
from chaperone.vault.keyring import keyring
from chaperone.vault.models import SealedModel


class ShreddedKey(NamedTuple):
    """A key that is gone: its id, and when it was made."""

    id: UUID
    made_at: datetime


class SealedValues(NamedTuple):
    """How many values of one element are sealed under a member's key."""

    table: str
    element: str
    values: int


def shred(*, member_id: UUID) -> list[ShreddedKey]:
    """Destroys every version of a member's key, in the caller's transaction and context.

    This process forgets it at the commit; others that hold it unwrapped do so within five minutes
    (``keyring``). The caller records it. Raises ``KeyMissing`` where there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_id, made_at FROM vault_shred(%s)", [member_id])
        gone = [ShreddedKey(*row) for row in cursor.fetchall()]
    if not gone:
        raise KeyMissing("This member has no key: it was destroyed before.")
    transaction.on_commit(keyring.forget)
    return gone


def write_keys_anew() -> None:
    """Rewrites the file of the keys without those that were deleted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_write_anew()")


def sealed_under(*, organization_id: UUID, member_id: UUID) -> list[SealedValues]:
    """What is sealed under a member's key: every element of every table, with how many values."""
    return [
        SealedValues(model._meta.db_table, element, count)
        for model in _of_members()
        for element, count in _counted(model, organization_id, member_id).items()
        if count
    ]


def _of_members() -> list[type[SealedModel]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, SealedModel) and model.sealed_for is not None
    ]


def _counted(model: type[SealedModel], organization_id: UUID, member_id: UUID) -> dict[str, int]:
    elements = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, SealedField) and not isinstance(field, SecretTextField)
    ]
    assert model.sealed_for is not None
    rows = model._default_manager.filter(
        organization_id=organization_id, **{model.sealed_for: member_id}
    )
    # Django refuses an aggregate with a field's own name.
    found = rows.aggregate(**{f"{name}_count": Count(name) for name in elements})
    return {name: found[f"{name}_count"] for name in elements}
