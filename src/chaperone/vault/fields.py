"""Model fields whose values are sealed at rest (45 CFR 164.312(a)(2)(iv)).

Two classes: PHI, opened only before a witness (``SealedTextField``, ``SealedDateField``, ...), and
secrets that the server needs for its own use (``SecretTextField``). A value is bound to its
organization, table, element and row, so that it cannot be moved anywhere else unseen.
"""

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from chaperone.crypto.values import Place
from chaperone.telemetry import metrics
from chaperone.vault.errors import PlaintextRefused, ValueRefused, WrittenOnce
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Purpose, SealedModel
from chaperone.vault.sealed import Column, Sealed, Secret, Unsaved

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class _SealedAttribute(DeferredAttribute):
    """Hands out opaque values and takes plain ones; sealed bytes stay inside."""

    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or value is None or isinstance(value, Unsaved):
            return value
        assert isinstance(instance, SealedModel)
        return self.field.handed_out(value, instance)

    def __set__(self, instance: SealedModel, value: Any) -> None:
        if isinstance(value, memoryview):
            value = bytes(value)
        elif isinstance(value, Sealed):
            raise PlaintextRefused("A sealed value is bound to its row and cannot be copied.")
        elif value is not None and not isinstance(value, bytes | Unsaved):
            self.field.refuse_replacing(instance.__dict__.get(self.field.attname))
            value = Unsaved(value)
        instance.__dict__[self.field.attname] = value


class SealedField(_Field):
    """Base: encodes, seals under the right key when the row is saved, never filters."""

    descriptor_class = _SealedAttribute

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        # Here and not when made: models that share a base get copies of one field.
        self._columns: dict[int, Column] = {}
        super().contribute_to_class(cls, name, private_only)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def encode(self, value: Any) -> bytes:
        """The plaintext bytes of ``value``."""
        raise NotImplementedError

    def decode(self, plaintext: bytes) -> Any:
        """The value of plaintext bytes."""
        raise NotImplementedError

    def sealed(
        self, blob: bytes | None, *, organization_id: UUID, row: UUID, member_id: UUID | None
    ) -> Sealed | None:
        """The opaque value of a blob read by ``values_list``; None for None."""
        if blob is None:
            return None
        return Sealed(blob, self._bound_in(organization_id), row, member_id)

    def _bound_in(self, organization_id: UUID) -> Column:
        """One for all values of a page, so that they can be opened together."""
        # By number: hashing a UUID costs as much as all the rest.
        column = self._columns.get(organization_id.int)
        if column is None:
            table, element = self.model._meta.db_table, str(self.column)
            column = Column(organization_id, table, element, self.decode)
            self._columns[organization_id.int] = column
        return column

    def place(self, organization_id: UUID, row: UUID) -> Place:
        """Where values of this field in ``row`` are bound to."""
        return Place(organization_id, self.model._meta.db_table, str(self.column), row)

    def handed_out(self, blob: bytes, instance: SealedModel) -> Any:
        """What reading the attribute gives."""
        return self.sealed(
            blob,
            organization_id=instance.organization_id,
            row=instance.id,
            member_id=member_of(instance),
        )

    def refuse_replacing(self, stored: Any) -> None:
        """Raises ``WrittenOnce`` where a sealed value is there already (docs/decisions/0016)."""
        if isinstance(stored, bytes):
            raise WrittenOnce(WrittenOnce.__doc__)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:  # noqa: ARG002
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Unsaved):
            assert isinstance(model_instance, SealedModel)
            place = self.place(model_instance.organization_id, model_instance.id)
            key = self.sealing_key(model_instance)
            value = key.seal(self.encode(value.plaintext), place)
            metrics.SEALED.inc()
            model_instance.__dict__[self.attname] = value
        return value

    def sealing_key(self, instance: SealedModel) -> Any:
        """The key under which a value of this row is sealed."""
        member_id = member_of(instance)
        purpose = Purpose.SHARED if member_id is None else Purpose.MEMBER
        return keyring.sealing_key(instance.organization_id, purpose, member_id)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bytes):
            return value
        raise PlaintextRefused("Assign to the attribute and save the row: it is sealed then.")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look it up by its blind index.")
        return super().get_lookup(lookup_name)


def member_of(instance: SealedModel) -> UUID | None:
    """The member whose key seals this row's values; None where it belongs to no member."""
    return None if instance.sealed_for is None else getattr(instance, instance.sealed_for)


class SealedTextField(SealedField):
    """Text of PHI."""

    def encode(self, value: str) -> bytes:
        return value.encode()

    # Bare, because a call of Python's own for each value of a page would show.
    decode = staticmethod(bytes.decode)  # type: ignore[assignment]  # it takes more, too


class SealedDateField(SealedField):
    """A calendar date of PHI (45 CFR 164.514(b)(2)(i)(C))."""

    def encode(self, value: date) -> bytes:
        return value.isoformat().encode()

    def decode(self, plaintext: bytes) -> date:
        return date.fromisoformat(plaintext.decode())


class SealedBinaryField(SealedField):
    """Bytes of PHI, such as a piece of a file. Assigned as ``bytearray``; bytes are sealed ones."""

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        if add and isinstance(model_instance.__dict__.get(self.attname), bytes):
            raise PlaintextRefused("Assign a bytearray: bytes would be stored as they are.")
        return super().pre_save(model_instance, add)

    def encode(self, value: bytearray) -> bytes:
        return bytes(value)

    def decode(self, plaintext: bytes) -> bytes:
        return plaintext


class SealedDecimalField(SealedField):
    """An exact decimal number of PHI, such as a reading: never a float on its way.

    ``max_digits`` in all and ``decimal_places`` after the point at most. Saving raises
    ``ValueRefused`` for anything else: nothing is rounded.
    """

    def __init__(self, *args: Any, max_digits: int, decimal_places: int, **options: Any) -> None:
        self.max_digits = max_digits
        self.decimal_places = decimal_places
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        bounds = {"max_digits": self.max_digits, "decimal_places": self.decimal_places}
        return name, path, args, options | bounds

    def encode(self, value: Decimal) -> bytes:
        if not isinstance(value, Decimal) or not value.is_finite():
            raise ValueRefused("A number that is sealed is a finite Decimal.")
        _, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        whole = len(digits) + max(exponent, 0)
        if max(whole, -exponent) > self.max_digits or -exponent > self.decimal_places:
            raise ValueRefused("The number has more digits than its field allows.")
        return format(value, "f").encode()

    def decode(self, plaintext: bytes) -> Decimal:
        return Decimal(plaintext.decode())


class SealedJSONField(SealedField):
    """Plain JSON of PHI in one form: sorted keys, no spaces, at most ``max_bytes`` long.

    Saving raises ``ValueRefused`` for what JSON would not give back as it was: tuples, keys that
    are no text, numbers that are none.
    """

    def __init__(self, *args: Any, max_bytes: int = 65_536, **options: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"max_bytes": self.max_bytes}

    def encode(self, value: Any) -> bytes:
        try:
            text = _canonical(value).encode()
            same = json.loads(text) == value
        except (TypeError, ValueError, RecursionError):
            # `from None`, because these errors quote the value.
            raise ValueRefused("This is not plain JSON.") from None
        if not same:
            raise ValueRefused("JSON would not give this value back as it was.")
        if len(text) > self.max_bytes:
            raise ValueRefused(f"The value is longer than {self.max_bytes} bytes.")
        return text

    def decode(self, plaintext: bytes) -> Any:
        return json.loads(plaintext)


_canonical = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class SecretTextField(SealedTextField):
    """A secret of the organization or the platform, such as a carrier's credentials."""

    def refuse_replacing(self, stored: Any) -> None:
        """Secrets are replaced: an older one that is put back is found out where it is used."""

    def handed_out(self, blob: bytes, instance: SealedModel) -> Secret:
        return Secret(blob, self.place(instance.organization_id, instance.id))

    def sealing_key(self, instance: SealedModel) -> Any:
        return keyring.sealing_key(instance.organization_id, Purpose.SECRET, None)


class SecretBinaryField(SecretTextField):
    """Bytes that are a secret of the organization, such as a piece of a staff file. Assigned as
    ``bytearray``; bytes are sealed ones. ``reveal_bytes`` gives them back.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        if add and isinstance(model_instance.__dict__.get(self.attname), bytes):
            raise PlaintextRefused("Assign a bytearray: bytes would be stored as they are.")
        return super().pre_save(model_instance, add)

    def encode(self, value: bytearray) -> bytes:  # type: ignore[override]  # not text
        return bytes(value)
