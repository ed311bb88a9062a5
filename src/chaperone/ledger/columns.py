"""The columns for search compared with the entries that they stand for. Needs the keys.

Search columns are not in the tree: somebody who changed them would hide an entry from a search
while every hash still fits. So each entry is opened and compared.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import psycopg

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import COMMITTING, VERSION, SealingKey, key_id_of
from chaperone.database.identifiers import PLATFORM, instant_of
from chaperone.ledger.entries import Entry, open_sealed
from chaperone.ledger.epochs import Told as ToldOfRestores
from chaperone.ledger.epochs import epochs, unread_entries
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.origins import NO_SESSION, NOT_NOTED, as_noted
from chaperone.ledger.pruned import Told, prunes
from chaperone.ledger.record_events import ENTRY_UNREAD
from chaperone.vault.errors import VaultError
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring

_AT_ONCE = 5_000
_ENTRIES = """
    select id, organization_id, event, actor_kind, actor_id, recorded_at, sealed
    from ledger_entry order by id
"""
_SUBJECTS = """
    select entry_id, organization_id, member_id, session, address
    from ledger_subject order by entry_id, member_id
"""
_ELEMENTS = """
    select entry_id, organization_id, element from ledger_element order by entry_id, element
"""
# The seal before this one did not commit to its key; what was on its way when the program was
# upgraded has its place at most a batch behind the first entry of the new one.
_FORMER_SEAL = """
    select leaf_index from ledger_leaf join ledger_entry on id = entry_id
    where substring(sealed for 1) = %s and leaf_index > %s + (
        select min(leaf_index) from ledger_leaf join ledger_entry on id = entry_id
        where substring(sealed for 1) = %s
    ) order by 1 limit 1
"""
_STILL_COMING = 4096
_Listed = tuple[Any, ...]


def check_columns(connection: psycopg.Connection) -> int:
    """Opens every entry; returns their number. Raises ``NotVerified`` for the first bad one.

    ``connection`` is in a transaction, as the auditor. Keys are read by Django's own connection.
    """
    _refuse_former_seal(connection)
    keys, told = _Keys(), Told(prunes(connection))
    restores, unread = ToldOfRestores(epochs(connection)), unread_entries(connection)
    subjects = _Beside("members", _streamed(connection, "subjects", _SUBJECTS))
    elements = _Beside("elements", _streamed(connection, "elements", _ELEMENTS))
    checked = 0
    for row in _streamed(connection, "entries", _ENTRIES):
        beside = subjects.of(row[0]), elements.of(row[0])
        if row[0] in unread:
            _check_unread(row, *beside)
            continue
        entry = _check(row, *beside, keys)
        told.check(entry)
        restores.check(entry)
        checked += 1
    told.refuse_more()
    restores.refuse_more()
    subjects.refuse_more()
    elements.refuse_more()
    return checked


def _refuse_former_seal(connection: psycopg.Connection) -> None:
    """What does not commit to one meaning is believed only where nothing else was written yet."""
    row = connection.execute(_FORMER_SEAL, [VERSION, _STILL_COMING, COMMITTING]).fetchone()
    if row is not None:
        raise NotVerified(f"leaf {row[0]}", "is sealed in the form that was given up before it")


def _check(
    row: tuple[Any, ...], subjects: list[_Listed], elements: list[_Listed], keys: "_Keys"
) -> Entry:
    entry_id, organization_id, event, actor_kind, actor_id, recorded_at, sealed = row
    place = f"entry {entry_id}"
    try:
        key = keys.opening(organization_id, sealed)
        entry = open_sealed(sealed, key, organization_id=organization_id, entry_id=entry_id)
    except (CryptoError, VaultError, ValueError, KeyError) as error:
        raise NotVerified(place, f"cannot be opened ({type(error).__name__}: {error})") from error
    columns = {
        "organization_id": (organization_id, entry.organization_id),
        "event": (event, entry.event),
        "actor_kind": (actor_kind, entry.actor_kind),
        "actor_id": (actor_id, entry.actor_id),
        "recorded_at": (recorded_at, entry.recorded_at),
        "members": (
            [listed[:3] for listed in subjects],
            [(entry_id, organization_id, one) for one in entry.members],
        ),
        "elements": (elements, [(entry_id, organization_id, one) for one in entry.elements]),
    }
    for name, (stored, said) in columns.items():
        if stored != said:
            raise NotVerified(place, f"the column for search {name} is not what the entry says")
    _check_origins(entry, subjects, keys)
    return entry


def _check_origins(entry: Entry, subjects: list[_Listed], keys: "_Keys") -> None:
    """What is not noted hides nothing: such an entry is opened whenever somebody asks."""
    sessions = {session for *_, session, _ in subjects} - {entry.session, NO_SESSION}
    addresses = {address for *_, address in subjects} - {NOT_NOTED}
    said = keys.noted(entry) if entry.address and addresses else [None]
    if sessions or addresses.difference(said):
        place = f"entry {entry.id}"
        raise NotVerified(place, "the columns for search say another origin than the entry")


def _check_unread(row: tuple[Any, ...], subjects: list[_Listed], elements: list[_Listed]) -> None:
    """One that nobody can open since a restore, as the log signed, is found by nothing."""
    entry_id, *columns, sealed = row
    if columns != unread_columns(entry_id) or subjects or elements or not sealed:
        raise NotVerified(f"entry {entry_id}", "its columns say more than that it cannot be opened")


def unread_columns(entry_id: UUID) -> list[Any]:
    """Organization, event, kind and id of the actor, and time of an entry that stays closed."""
    return [PLATFORM, ENTRY_UNREAD.name, "anonymous", None, instant_of(entry_id)]


class _Keys:
    """Keys by id, each fetched once, in the context of its organization."""

    def __init__(self) -> None:
        self._known: dict[UUID, SealingKey] = {}
        self._addresses: dict[tuple[UUID, str], Collection[bytes]] = {}

    def opening(self, organization_id: UUID, sealed: bytes) -> SealingKey:
        key_id = key_id_of(sealed)
        if key_id not in self._known:
            with inside(organization_id):
                self._known[key_id] = keyring.opening_key(organization_id, sealed)
        return self._known[key_id]

    def noted(self, entry: Entry) -> Collection[bytes]:
        """By what the entry's address may stand in the columns, under each version of the key."""
        place = entry.organization_id, entry.address
        if place not in self._addresses:
            with inside(entry.organization_id):
                self._addresses[place] = as_noted(*place)
        return self._addresses[place]


class _Beside:
    """Walks what is listed for entries beside them; both are in the order of entry ids."""

    def __init__(self, what: str, rows: Iterator[_Listed]) -> None:
        self._what = what
        self._groups = groupby(rows, itemgetter(0))
        self._advance()

    def of(self, entry_id: UUID) -> list[_Listed]:
        if self._entry_id is not None and self._entry_id < entry_id:
            self.refuse_more()
        if self._entry_id != entry_id:
            return []
        found = self._rows
        self._advance()
        return found

    def refuse_more(self) -> None:
        if self._entry_id is not None:
            problem = f"is missing, though {self._what} are listed"
            raise NotVerified(f"entry {self._entry_id}", problem)

    def _advance(self) -> None:
        entry_id, rows = next(self._groups, (None, ()))
        self._entry_id, self._rows = entry_id, list(rows)


def _streamed(connection: psycopg.Connection, name: str, query: str) -> Iterator[Any]:
    with psycopg.ServerCursor(connection, name) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(query, binary=True)
        yield from cursor
