"""What the database itself holds to, from its catalogue."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from chaperone.database.guards import unguarded_tables
from chaperone.database.logins import LOGINS, role
from chaperone.ledger.actors import Actor
from chaperone.web.enforcement.claims import Enforced
from chaperone.web.enforcement.wording import listed

_SERVERS = [role(login) for login in LOGINS if login != "owner"]
_LOGINS = [role(login) for login in LOGINS]
_VERBS = {
    "INSERT": "added to",
    "SELECT": "read",
    "UPDATE": "changed",
    "DELETE": "deleted from",
    "TRUNCATE": "emptied",
}
_POWERFUL = "select rolname from pg_roles where rolsuper and rolname = any(%s::text[]) order by 1"
_BUILDERS = """
    select login from unnest(%s::text[]) as login
    where has_schema_privilege(login, 'public', 'CREATE')
       or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'public' and pg_get_userbyid(c.relowner) = login)
"""
_HOLDS = "select exists (select from pg_constraint where conname = %s and convalidated)"
_MAY = """
    select verb from unnest(%s::text[]) as verb where exists (
      select from unnest(%s::text[]) as login
      where case when verb in ('INSERT', 'SELECT', 'UPDATE')
                 then has_any_column_privilege(login, %s::regclass, verb)
                 else has_table_privilege(login, %s::regclass, verb) end)
"""
_CALLS = """
    select login from unnest(%s::text[]) as login
    where has_function_privilege(login, %s, 'EXECUTE')
"""


def rows(query: str, parameters: Iterable[Any]) -> list[Any]:
    """The first column of what the catalogue answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        return [row[0] for row in cursor.fetchall()]


def refused_by(constraint: str) -> Callable[[Actor], str]:
    """Whether the database has the constraint that refuses something, whoever asks."""

    def shows(_actor: Actor) -> str:
        return "refused by the database" if rows(_HOLDS, [constraint])[0] else "not refused"

    return shows


def may_be(table: str) -> Callable[[Actor], str]:
    """What the servers' logins may do with a table."""

    def shows(_actor: Actor) -> str:
        found = set(rows(_MAY, [list(_VERBS), _SERVERS, table, table]))
        return " and ".join(words for verb, words in _VERBS.items() if verb in found)

    return shows


def called_by(function: str) -> Callable[[Actor], str]:
    """Which of the servers' logins may call a function of the database."""

    def shows(_actor: Actor) -> str:
        found = [name.removeprefix("chaperone_") for name in rows(_CALLS, [_SERVERS, function])]
        return f"the {found[0]} only" if len(found) == 1 else listed(found)

    return shows


def _row_security(_actor: Actor) -> str:
    with connection.cursor() as cursor:
        unguarded = unguarded_tables(cursor)
    return f"not {listed(unguarded)}" if unguarded else "every table of an organization"


def _logins(_actor: Actor) -> str:
    powerful = rows(_POWERFUL, [_LOGINS])
    return f"superusers: {listed(powerful)}" if powerful else "none is a superuser"


def _structure(_actor: Actor) -> str:
    builders = rows(_BUILDERS, [_SERVERS])
    return f"also by {listed(builders)}" if builders else "changed by the owner's login only"


CLAIMS = (
    Enforced(
        "database.row_security",
        "Tables whose rows the database itself keeps apart by organization",
        _row_security,
        "access:mine",
    ),
    Enforced("database.logins", "Logins of the programs", _logins, "access:mine"),
    Enforced("database.structure", "Tables and their columns", _structure, "access:mine"),
    Enforced(
        "access.four_eyes",
        "Deciding on one's own request",
        refused_by("access_request_four_eyes"),
        "access:requests",
    ),
    Enforced(
        "access.both_sides",
        "Access to another organization without the word of both",
        refused_by("access_request_approved_by_all"),
        "access:requests",
    ),
    Enforced(
        "destruction.four_eyes",
        "Approving a destruction that one asked for",
        refused_by("retention_destruction_four_eyes"),
        "administration:destructions",
    ),
    Enforced(
        "destruction.keys_destroyed_by",
        "Which program may destroy a member's key",
        called_by("vault_shred(uuid)"),
        "administration:destructions",
    ),
    Enforced(
        "copies.four_eyes",
        "Approving a copy that one asked for",
        refused_by("facilities_copy_four_eyes"),
        "facilities:copies",
    ),
    Enforced(
        "media.moved_without_copy",
        "Moving a medium with members' data that was not copied before",
        refused_by("facilities_movement_copied_before"),
        "facilities:movements",
    ),
    Enforced(
        "media.disposed_by_clearing",
        "Disposing of a medium by clearing alone",
        refused_by("facilities_disposal_not_cleared_only"),
        "facilities:disposals",
    ),
    Enforced(
        "media.disposal_two_people",
        "Confirming a disposal that one entered oneself",
        refused_by("facilities_disposal_two_people"),
        "facilities:disposals",
    ),
    Enforced(
        "ledger.may_be",
        "What the servers may do with the ledger",
        may_be("ledger_entry"),
        "ledger:search",
    ),
    Enforced(
        "request_log.may_be",
        "What the servers may do with the request log",
        may_be("requestlog_request"),
        "administration:requests",
    ),
    Enforced(
        "settings.history",
        "What the servers may do with the history of settings",
        may_be("organizations_settingchange"),
        "administration:settings",
    ),
)
