"""Many requests of one address that were refused or led nowhere: somebody looks for a way in, or
forges requests (45 CFR 164.308(a)(1)(ii)(D)).
"""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.requestlog.records import open_sealed
from chaperone.vault.keyring import keyring


class Refused(NamedTuple):
    """What came from one ``address``. ``routes``: to how many places it went; ``nowhere``: how many
    of the ``requests`` went to none. ``person``: who was signed in at all of them, if it was one;
    ``people``: how many were signed in at any.
    """

    address: str
    requests: int
    routes: int
    nowhere: int
    people: int
    person: UUID | None


def refused_often(
    actor: Actor, *, since: UUID, until: UUID, at_least: int, most: int
) -> list[Refused]:
    """The addresses with so many of them between the ids, those with most first; ``most`` of them.

    ``actor``: a worker in the context of its organization. Of each address one request is opened,
    for the address: no request holds members' data. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from requestlog_refused(%s, %s, %s, %s)", [since, until, at_least, most]
        )
        rows = cursor.fetchall()
    keyring.preload(actor.organization_id, [bytes(row[-1]) for row in rows])
    return [
        Refused(
            _address(actor.organization_id, newest, bytes(sealed)),
            requests,
            routes,
            nowhere,
            people,
            person if people == 1 and signed_in == requests else None,
        )
        for requests, routes, nowhere, people, signed_in, newest, person, sealed in rows
    ]


def _address(organization_id: UUID, row: UUID, sealed: bytes) -> str:
    key = keyring.opening_key(organization_id, sealed)
    return open_sealed(sealed, key, organization_id=organization_id, row=row).address
