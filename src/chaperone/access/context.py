"""The transaction in which somebody acts, with its row-security context."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection

from chaperone.access.actors import Held, Staff
from chaperone.access.roles import ROLES
from chaperone.database.context import Context, Scope, apply
from chaperone.ledger.actors import Actor
from chaperone.vault.inside import inside


@contextmanager
def acting_for(actor: Actor) -> Iterator[None]:
    """A transaction of a program in the actor's organization. People enter by ``requires``."""
    with inside(actor.organization_id):
        yield


def context_of(actor: Staff) -> Context:
    """What row security lets the actor reach, as ``access_enter`` sets it."""
    reaching = [grant for grant in actor.grants if _reaches(actor, grant)]
    return Context(
        organization=actor.organization_id,
        staff=actor.id,
        scope=_scope(reaching),
        care_teams=tuple(grant.care_team_id for grant in reaching if grant.care_team_id),
        members=tuple(grant.member_id for grant in reaching if grant.member_id),
    )


@contextmanager
def also_in(actor: Staff, organization_id: UUID) -> Iterator[Staff]:
    """Turns the transaction to another organization for a moment; no member is reached there.

    For a request from one organization to another, which both must find in their ledgers. Gives
    the actor as that organization sees them; nothing happens where it is their own.
    """
    if organization_id == actor.organization_id:
        yield actor
        return
    _apply(Context(organization=organization_id, staff=actor.id, scope="none"))
    try:
        yield replace(
            actor, organization_id=organization_id, grants=(), roles=frozenset(), on_platform=False
        )
    finally:
        if not connection.needs_rollback:
            _apply(context_of(actor))


@contextmanager
def in_whole_organization(actor: Actor) -> Iterator[None]:
    """Turns the transaction to all of the actor's organization for a moment.

    For what follows from what they did and reaches further than they do, such as setting free what
    somebody whose access they end had in hand. Opens nothing: the witness still asks their roles.
    """
    _apply(Context(organization=actor.organization_id, staff=actor.id, scope="organization"))
    try:
        yield
    finally:
        if not connection.needs_rollback and isinstance(actor, Staff):
            _apply(context_of(actor))


def in_emergency_only(actor: Staff) -> Staff:
    """The actor with emergency access alone, in a context that reaches its members alone."""
    only = replace(
        actor,
        grants=actor.emergencies,
        roles=frozenset(grant.role for grant in actor.emergencies),
        care_team_ids=(),
        organization_wide=False,
    )
    _apply(context_of(only))
    return only


def _reaches(actor: Staff, grant: Held) -> bool:
    role = ROLES.get(grant.role) or actor.own_roles.get(grant.role)
    return role is not None and role.reaches_members


def _scope(reaching: list[Held]) -> Scope:
    if any(grant.scope == "organization" for grant in reaching):
        return "organization"
    return "care_teams" if reaching else "none"


def _apply(context: Context) -> None:
    with connection.cursor() as cursor:
        apply(cursor, context)
