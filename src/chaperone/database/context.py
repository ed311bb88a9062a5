"""Who the database works for: the settings that the row-security policies read."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

Scope = Literal["organization", "care_teams", "none"]

_APPLY = (
    "select set_config('chaperone.organization', %s, true),"
    " set_config('chaperone.staff', %s, true),"
    " set_config('chaperone.scope', %s, true),"
    " set_config('chaperone.care_teams', %s, true),"
    " set_config('chaperone.members', %s, true)"
)


class Cursor(Protocol):
    """What a psycopg cursor and a Django cursor have in common."""

    def execute(self, query: str, params: list[str], /) -> object: ...


@dataclass(frozen=True, slots=True)
class Context:
    """The organization, person and reach that rows are filtered by. None and "none": no rows.

    ``members`` are reached one by one, beside whole care teams.
    """

    organization: UUID | None
    staff: UUID | None = None
    scope: Scope = "organization"
    care_teams: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()


def apply(cursor: Cursor, context: Context) -> None:
    """Set the context for the rest of the current transaction, in one round trip.

    Transaction-local only: a setting of the session would leak to the next user of a pooled
    connection. Outside a transaction it has no effect, so queries find no rows.
    """
    cursor.execute(
        _APPLY,
        [
            str(context.organization or ""),
            str(context.staff or ""),
            context.scope,
            ",".join(map(str, context.care_teams)),
            ",".join(map(str, context.members)),
        ],
    )
