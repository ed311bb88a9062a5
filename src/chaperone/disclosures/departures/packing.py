"""What of a member is returned: every row that is theirs, opened, as lines of JSON.

By the models' own metadata, so that no table is forgotten the day it comes. Beside it, of the same
rows, FHIR R4 resources (``resources.py``).
"""

import base64
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pyrage
import zstandard
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from chaperone.disclosures.errors import BadRecipient
from chaperone.vault.fields import SealedField, SecretTextField
from chaperone.vault.models import SealedModel
from chaperone.vault.sealed import open_all

FORMAT = "JSON lines and FHIR R4 as NDJSON, zstd, age"


def recipient(public_key: str) -> pyrage.x25519.Recipient:
    """The customer's key. Raises ``BadRecipient``."""
    try:
        return pyrage.x25519.Recipient.from_str(public_key)
    except pyrage.RecipientError as problem:
        raise BadRecipient from problem


def tables() -> list[type[SealedModel]]:
    """Every table of whose rows each belongs to one member."""
    found = [each for each in apps.get_models() if issubclass(each, SealedModel)]
    return sorted(
        (each for each in found if each.sealed_for is not None),
        key=lambda each: each._meta.db_table,
    )


def sealed_fields(model: type[SealedModel]) -> list[SealedField]:
    """What of a table is sealed under members' keys. Secrets of the server are nobody's data."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField) and not isinstance(field, SecretTextField)
    ]


def lines_about(organization_id: UUID, members: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    """Every row of these members, opened before the current witness: ``{"table", "row"}``."""
    for model in tables():
        rows = list(
            model._default_manager.filter(
                organization_id=organization_id, **{f"{model.sealed_for}__in": members}
            ).order_by("pk")
        )
        yield from _opened(model, rows)


def packed(lines: Sequence[dict[str, Any]], to: pyrage.x25519.Recipient) -> bytes:
    """The lines as a file that only the recipient can open."""
    text = io.BytesIO()
    for line in lines:
        text.write(json.dumps(line, cls=_Encoder, ensure_ascii=False, sort_keys=True).encode())
        text.write(b"\n")
    return bytes(pyrage.encrypt(zstandard.compress(text.getvalue()), [to]))


def _opened(model: type[SealedModel], rows: Sequence[SealedModel]) -> Iterator[dict[str, Any]]:
    fields = sealed_fields(model)
    clear = [each for each in model._meta.concrete_fields if _is_clear(each)]
    values = [(row, field, getattr(row, field.attname)) for field in fields for row in rows]
    held = [(row, field, value) for row, field, value in values if value is not None]
    opened = open_all([value for _, _, value in held])
    found: dict[Any, dict[str, Any]] = {
        row.pk: {each.attname: getattr(row, each.attname) for each in clear} for row in rows
    }
    for (row, field, _), plain in zip(held, opened, strict=True):
        found[row.pk][field.attname] = plain
    for line in found.values():
        yield {"table": model._meta.db_table, "row": line}


def _is_clear(field: "models.Field[Any, Any]") -> bool:
    # Blind indexes are bytes that mean nothing without our keys.
    return not isinstance(field, (SealedField, models.BinaryField))


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return base64.b64encode(o).decode() if isinstance(o, bytes) else super().default(o)
