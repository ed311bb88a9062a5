"""Old values sealed anew under the keys in force, so that retired keys can be destroyed.

This opens values without a witness, the one place that may (invariant 1; docs/decisions/0012):
what is opened goes from one cipher into the next within a function and is returned to nobody,
shown to nobody and compared with nothing. That it happened is in the ledger, column by column.

Every sealed column of every table is covered, by what its model says of itself. Progress is a row
for each column, changed in the transaction that moves values, so that it can be broken off at any
moment, by kill -9 as well, and goes on from there. A value names its key, so that none is ever
without one: a key is destroyed when a count over all columns finds no value of it any more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.crypto.errors import MalformedValue, TamperedValue, UnknownVersion
from chaperone.crypto.values import Place, key_id_of
from chaperone.database.identifiers import PLATFORM
from chaperone.vault.fields import SealedField
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose, Resealing, SealedModel, State
from chaperone.vault.registry import PROGRAM, By, record_key_event, sealed_elsewhere
from chaperone.vault.rotation import RESTS, destroy
from chaperone.vault.wrapping import in_force

_SEALS = (Purpose.MEMBER, Purpose.SHARED, Purpose.SECRET)
_CHANGED = (MalformedValue, TamperedValue, UnknownVersion)
_UNDER = "SELECT id, value FROM vault_values_under(%s, %s, %s, %s)"
_LEFT = "SELECT key, values_left FROM vault_values_left(%s, %s)"
_RESEAL = "SELECT vault_reseal(%s, %s, %s, %s::bytea[], %s::bytea[])"


class Column(NamedTuple):
    """A sealed column of a table."""

    model: type[SealedModel]
    field: SealedField

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def name(self) -> str:
        return str(self.field.column)


class Step(NamedTuple):
    """What one transaction did: values that moved, and values that do not open."""

    moved: int
    stuck: int


def columns() -> list[Column]:
    """Every sealed column of every installed model."""
    return [
        Column(model, field)
        for model in apps.get_models()
        if issubclass(model, SealedModel)
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    ]


def admit() -> None:
    """Lets values of every such column be sealed anew. As the owner; safe to repeat."""
    with connection.cursor() as cursor:
        for table in sorted({column.table for column in columns()}):
            cursor.execute("SELECT vault_admit_resealing(%s)", [table])


def wanted(*, organization_id: UUID) -> bool:
    """Whether a retired key that seals values is in reach: the organization's or the platform's."""
    with inside(organization_id):
        return _retired(organization_id, PLATFORM).exists()


def rested(*, organization_id: UUID) -> bool:
    """Whether a retired key of the organization might be destroyed by now."""
    with inside(organization_id):
        return _resting(organization_id).exists()


def begin(*, organization_id: UUID) -> list[Resealing]:
    """Begins a round over every column that has values of retired keys; gives the rows of it.

    One that has not ended goes on as it is.
    """
    with inside(organization_id):
        if found := list(_running(organization_id)):
            return found
        counts = {column: sum(_left(column).values()) for column in columns()}
        return [_round(organization_id, column, total) for column, total in counts.items() if total]


def reseal(*, organization_id: UUID, rows: int, by: By = PROGRAM) -> Step | None:
    """Seals up to ``rows`` values anew, in one transaction; None when every round has ended.

    A value that does not open, because somebody changed it, stays as it is and keeps its key.
    Raises ``KeyMissing`` or a ``ProviderError``.
    """
    with inside(organization_id):
        running = (
            _running(organization_id)
            .select_for_update(skip_locked=True)
            .order_by("table", "column")
            .first()
        )
        column = None if running is None else _column(running)
        if running is None or column is None:
            return None
        found = _under(column, running.last_row, rows)
        moved, stuck = _move(organization_id, column, found)
        running.moved += moved
        running.stuck += stuck
        running.changed_at = timezone.now()
        if found:
            running.last_row = found[-1][0]
        if len(found) < rows:
            running.ended_at = running.changed_at
            _record(organization_id, running, by)
        running.save()
        return Step(moved, stuck)


def reseal_outside_of_fields(*, by: By = PROGRAM) -> int:
    """Seals anew what libraries keep sealed in columns of their own, under the platform's keys."""
    with inside(PLATFORM):
        moved = sum(source.reseal(_anew) for source in sealed_elsewhere())
        if moved:
            current = in_force((PLATFORM, Purpose.ORGANIZATION, None))
            details = {"table": "", "column": "", "count": moved}
            record_key_event("resealed", current, by=by, details=details)
    return moved


def left(*, organization_id: UUID) -> dict[UUID, int]:
    """How many values each retired key still seals in the organization, over all columns."""
    counted: Counter[UUID] = Counter()
    with inside(organization_id):
        for column in columns():
            counted.update(_left(column))
        if organization_id == PLATFORM:
            for source in sealed_elsewhere():
                counted.update(source.left())
        retired = Key.objects.filter(id__in=counted, state=State.RETIRED)
        return {key_id: counted[key_id] for key_id in retired.values_list("id", flat=True)}


def destroy_idle(*, organization_id: UUID, elsewhere: Mapping[UUID, int], by: By = PROGRAM) -> int:
    """Destroys the organization's retired keys that seal nothing any more; returns how many.

    ``elsewhere``: values that keys of this organization seal outside of it, by key: the platform's
    keys seal in all of them.
    """
    remaining = left(organization_id=organization_id)
    with inside(organization_id):
        resting = Key.objects.filter(
            organization_id=organization_id,
            purpose__in=_SEALS,
            state=State.RETIRED,
            retired_at__lte=timezone.now() - RESTS,
        )
        idle = [key for key in resting if not remaining.get(key.id) and not elsewhere.get(key.id)]
        return destroy(idle, by=by)


def _retired(*organization_ids: UUID) -> QuerySet[Key]:
    return Key.objects.filter(
        organization_id__in=organization_ids, purpose__in=_SEALS, state=State.RETIRED
    )


def _resting(organization_id: UUID) -> QuerySet[Key]:
    return _retired(organization_id).filter(retired_at__lte=timezone.now() - RESTS)


def _running(organization_id: UUID) -> QuerySet[Resealing]:
    """Rounds of sealed columns; those of blind indexes are ``vault.reindexing``'s."""
    names = {column.name for column in columns()}
    return Resealing.objects.filter(
        organization_id=organization_id, ended_at=None, column__in=names
    )


def _round(organization_id: UUID, column: Column, total: int) -> Resealing:
    now = timezone.now()
    row, _ = Resealing.objects.update_or_create(
        organization_id=organization_id,
        table=column.table,
        column=column.name,
        defaults={
            "total": total,
            "moved": 0,
            "stuck": 0,
            "last_row": None,
            "begun_at": now,
            "changed_at": now,
            "ended_at": None,
        },
    )
    return row


def _column(running: Resealing) -> Column | None:
    """The column of a round; a table that is gone has nothing left to seal."""
    wanted = (running.table, running.column)
    return next((each for each in columns() if (each.table, each.name) == wanted), None)


def _under(column: Column, after: UUID | None, limit: int) -> list[tuple[UUID, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, [column.table, column.name, after, limit])
        return [(row, bytes(value)) for row, value in cursor.fetchall()]


def _left(column: Column) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [column.table, column.name])
        return dict(cursor.fetchall())


def _move(
    organization_id: UUID, column: Column, found: list[tuple[UUID, bytes]]
) -> tuple[int, int]:
    """How many values moved, and how many do not open."""
    keyring.preload(organization_id, [value for _, value in found])
    anew = list(_sealed_anew(organization_id, column, found))
    if not anew:
        return 0, len(found)
    rows, before, after = zip(*anew, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_RESEAL, [column.table, column.name, list(rows), list(before), list(after)])
        return int(cursor.fetchone()[0]), len(found) - len(anew)


def _sealed_anew(
    organization_id: UUID, column: Column, found: list[tuple[UUID, bytes]]
) -> Iterator[tuple[UUID, bytes, bytes]]:
    """Row, value before and value after. The plaintext never leaves this function."""
    owners = _owners(organization_id, found)
    for row, value in found:
        place = column.field.place(organization_id, row)
        owner, purpose, member_id = owners[key_id_of(value)]
        sealing = keyring.sealing_key(owner, purpose, member_id)
        opening = keyring.opening_key(owner, value)
        try:
            yield row, value, sealing.seal(opening.open(value, place), place)
        except _CHANGED:
            continue


def _anew(value: bytes, place: Place) -> bytes | None:
    """A value of the platform's secrets, sealed anew; None where its key is in force."""
    key = Key.objects.filter(organization_id=PLATFORM, id=key_id_of(value)).first()
    if key is None or key.state != State.RETIRED:
        return None
    sealing = keyring.sealing_key(PLATFORM, key.purpose)
    return sealing.seal(keyring.opening_key(PLATFORM, value).open(value, place), place)


def _owners(
    organization_id: UUID, found: list[tuple[UUID, bytes]]
) -> dict[UUID, tuple[UUID, str, UUID | None]]:
    """Whose each key is: the organization's or the platform's."""
    rows = Key.objects.filter(
        organization_id__in=(organization_id, PLATFORM), id__in={key_id_of(v) for _, v in found}
    )
    return {
        key_id: (owner, purpose, member_id)
        for key_id, owner, purpose, member_id in rows.values_list(
            "id", "organization_id", "purpose", "member_id"
        )
    }


def _record(organization_id: UUID, running: Resealing, by: By) -> None:
    if running.moved:
        current = in_force((organization_id, Purpose.ORGANIZATION, None))
        details = {"table": running.table, "column": running.column, "count": running.moved}
        record_key_event("resealed", current, by=by, details=details)
