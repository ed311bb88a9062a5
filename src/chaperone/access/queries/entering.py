"""How somebody enters an organization: one round trip a request."""

import json
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.access.actors import Held, Staff
from chaperone.access.errors import AccessEnded, AgreementOver
from chaperone.access.models import Scope
from chaperone.access.registry import held, shut_out
from chaperone.access.roles import ROLES, role_from
from chaperone.accounts.models import User

_REACHING = [name for name, role in ROLES.items() if role.reaches_members]
# With what rooms above say of the person as a whole, in the same round trip.
_ENTER = "SELECT e.*, {held} FROM access_enter(%s, %s, %s) AS e"
_STILL = """
    SELECT count(*), (
        SELECT count(*) FROM access_clearances(%s, %s)
        WHERE name = ANY (%s)), {shut_out}
    FROM access_grant g JOIN accounts_user u ON u.id = g.user_id
    WHERE g.id = ANY (%s) AND u.is_active
      AND (g.ends_at IS NULL OR g.ends_at > clock_timestamp())
"""


class EnteredOrganization(NamedTuple):
    """What pages show of the organization that a person entered."""

    id: UUID
    name: str
    time_zone: str
    is_platform: bool = False
    # Whether the person works in others as well, and can turn to them.
    one_of_many: bool = False
    # Whether its texts are held since a restore.
    texts_held: bool = False


class Entered(NamedTuple):
    staff: Staff
    organization: EnteredOrganization


class Choice(NamedTuple):
    """An organization by name."""

    id: UUID
    name: str


def home_organization(user_id: UUID) -> UUID | None:
    """The organization in which the user may act now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_home(%s)", [user_id])
        row = cursor.fetchone()
    return row[0] if row else None


def enter(
    user: User, *, address: str, organization: UUID | None = None, session: UUID | None = None
) -> Entered | None:
    """Sets this transaction's context from the user's grants; None where none is in force.

    ``organization``: the one they chose; where they hold nothing in it any more, the first in
    which they do. ``address`` and ``session``: from where, as entries of the ledger will say.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENTER.format(held=held()), [user.id, organization, _REACHING])
        rows = cursor.fetchall()
    if not rows:
        return None
    here = EnteredOrganization._make((*rows[0][:4], rows[0][4] > 1, rows[0][15]))
    grants = tuple(Held(*row[6:14]) for row in rows)
    own = {row[7]: role_from(json.loads(row[14])) for row in rows if row[14]}
    cleared = json.loads(rows[0][5])
    staff = Staff(
        kind="staff",
        id=user.id,
        organization_id=here.id,
        name=user.name,
        roles=frozenset(grant.role for grant in grants if grant.role),
        care_team_ids=tuple(grant.care_team_id for grant in grants if grant.care_team_id),
        organization_wide=any(grant.scope == Scope.ORGANIZATION for grant in grants),
        address=address,
        session=session,
        grants=grants,
        own_roles=own,
        on_platform=here.is_platform,
        clearances={name: date.fromisoformat(until) for name, until in cleared.items()},
    )
    return Entered(staff, here)


def confirm_in_force(actor: Staff) -> None:
    """Raises ``AccessEnded`` unless everything the actor entered with is in force this moment, and
    ``AgreementOver`` for the platform's people where the customer's agreement is not.

    ``clearances`` that were held among it; not for emergency access, which goes without.
    """
    grants = [grant.id for grant in actor.grants]
    clearances = [] if actor.in_emergency_only else list(actor.clearances)
    outside = shut_out()
    people = [actor.user_id] * outside.count("%s")
    with connection.cursor() as cursor:
        cursor.execute(
            _STILL.format(shut_out=outside),
            [actor.user_id, actor.organization_id, clearances, *people, grants],
        )
        *standing, is_shut_out = cursor.fetchone()
    if is_shut_out:
        raise AgreementOver(AgreementOver.__doc__)
    if standing != [len(grants), len(clearances)]:
        raise AccessEnded("Your access ended while this page was being made.")


def organizations_to_choose() -> list[Choice]:
    """The organizations that the person in context works in now."""
    return [Choice(row[0], row[1]) for row in _organizations() if row[2]]


def names_of_organizations() -> dict[UUID, str]:
    """Names of those organizations and of those on the other side of a request."""
    return {row[0]: row[1] for row in _organizations()}


def customers() -> list[Choice]:
    """The platform's customers; empty for everybody else's staff."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM access_customers()")
        return [Choice(*row) for row in cursor.fetchall()]


def _organizations() -> list[tuple[UUID, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, mine FROM access_organizations()")
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
