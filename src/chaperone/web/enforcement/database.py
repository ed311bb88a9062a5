"""What the database itself holds to, from its catalogue."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from django.db import connection

from chaperone.database.guards import unguarded_tables
from chaperone.database.logins import LOGINS, role
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import once
from chaperone.policies.registry import Enforcement
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
_CATALOGUE = """
    select 'holds', conname::text from pg_constraint
    where conname = any(%(constraints)s::text[]) and convalidated
    union all
    select 'may ' || named, verb
    from unnest(%(tables)s::text[]) as named, unnest(%(verbs)s::text[]) as verb
    where exists (
      select from unnest(%(servers)s::text[]) as login
      where case when verb in ('INSERT', 'SELECT', 'UPDATE')
                 then has_any_column_privilege(login, named::regclass, verb)
                 else has_table_privilege(login, named::regclass, verb) end)
    union all
    select 'calls ' || named, login
    from unnest(%(functions)s::text[]) as named, unnest(%(servers)s::text[]) as login
    where has_function_privilege(login, named, 'EXECUTE')
    union all
    select 'source of ' || proname, prosrc from pg_proc where proname = any(%(sources)s::text[])
    union all
    select 'superuser', rolname::text from pg_roles
    where rolsuper and rolname = any(%(logins)s::text[])
    union all
    select 'builder', login from unnest(%(servers)s::text[]) as login
    where has_schema_privilege(login, 'public', 'CREATE')
       or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'public' and pg_get_userbyid(c.relowner) = login)
    order by 1, 2
"""
_named: dict[str, list[str]] = {"constraints": [], "tables": [], "functions": [], "sources": []}
"""What claims ask about, so that all of it is asked at once."""


def catalogue(actor: Actor) -> Mapping[str, list[str]]:
    """What the catalogue says of everything that claims ask about. One query."""
    return once(actor, "what the database holds to", _read)


def _read() -> Mapping[str, list[str]]:
    asked = {**_named, "verbs": list(_VERBS), "servers": _SERVERS, "logins": _LOGINS}
    found: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE, asked)
        for about, value in cursor.fetchall():
            found[about].append(value)
    return found


def refused_by(constraint: str) -> Callable[[Actor], str]:
    """Whether the database has the constraint that refuses something, whoever asks."""
    _named["constraints"].append(constraint)

    def shows(actor: Actor) -> str:
        holds = constraint in catalogue(actor)["holds"]
        return "refused by the database" if holds else "not refused"

    return shows


def may_be(table: str) -> Callable[[Actor], str]:
    """What the servers' logins may do with a table."""
    _named["tables"].append(table)

    def shows(actor: Actor) -> str:
        found = catalogue(actor)[f"may {table}"]
        return " and ".join(words for verb, words in _VERBS.items() if verb in found)

    return shows


def called_by(function: str) -> Callable[[Actor], str]:
    """Which of the servers' logins may call a function of the database."""
    _named["functions"].append(function)

    def shows(actor: Actor) -> str:
        logins = catalogue(actor)[f"calls {function}"]
        found = [name.removeprefix("chaperone_") for name in logins]
        return f"the {found[0]} only" if len(found) == 1 else listed(found)

    return shows


def source_of(function: str) -> Callable[[Actor], str]:
    """A function as the database has it."""
    _named["sources"].append(function)
    return lambda actor: catalogue(actor)[f"source of {function}"][0]


def _row_security(_actor: Actor) -> str:
    with connection.cursor() as cursor:
        unguarded = unguarded_tables(cursor)
    return f"not {listed(unguarded)}" if unguarded else "every table of an organization"


def _logins(actor: Actor) -> str:
    powerful = catalogue(actor)["superuser"]
    return f"superusers: {listed(powerful)}" if powerful else "none is a superuser"


def _structure(actor: Actor) -> str:
    builders = catalogue(actor)["builder"]
    return f"also by {listed(builders)}" if builders else "changed by the owner's login only"


CLAIMS = (
    Enforcement(
        "database.row_security",
        "Tables whose rows the database itself keeps apart by organization",
        _row_security,
        "access:mine",
    ),
    Enforcement("database.logins", "Logins of the programs", _logins, "access:mine"),
    Enforcement("database.structure", "Tables and their columns", _structure, "access:mine"),
    Enforcement(
        "access.four_eyes",
        "Deciding on one's own request",
        refused_by("access_request_four_eyes"),
        "access:requests",
    ),
    Enforcement(
        "access.both_sides",
        "Access to another organization without the word of both",
        refused_by("access_request_approved_by_all"),
        "access:requests",
    ),
    Enforcement(
        "destruction.four_eyes",
        "Approving a destruction that one asked for",
        refused_by("retention_destruction_four_eyes"),
        "administration:destructions",
    ),
    Enforcement(
        "destruction.keys_destroyed_by",
        "Which program may destroy a member's key",
        called_by("vault_shred(uuid)"),
        "administration:destructions",
    ),
    Enforcement(
        "copies.four_eyes",
        "Approving a copy that one asked for",
        refused_by("facilities_copy_four_eyes"),
        "facilities:copies",
    ),
    Enforcement(
        "media.moved_without_copy",
        "Moving a medium with members' data that was not copied before",
        refused_by("facilities_movement_copied_before"),
        "facilities:movements",
    ),
    Enforcement(
        "media.disposed_by_clearing",
        "Disposing of a medium by clearing alone",
        refused_by("facilities_disposal_not_cleared_only"),
        "facilities:disposals",
    ),
    Enforcement(
        "media.disposal_two_people",
        "Confirming a disposal that one entered oneself",
        refused_by("facilities_disposal_two_people"),
        "facilities:disposals",
    ),
    Enforcement(
        "ledger.may_be",
        "What the servers may do with the ledger",
        may_be("ledger_entry"),
        "ledger:search",
    ),
    Enforcement(
        "request_log.may_be",
        "What the servers may do with the request log",
        may_be("requestlog_request"),
        "administration:requests",
    ),
    Enforcement(
        "settings.history",
        "What the servers may do with the history of settings",
        may_be("organizations_settingchange"),
        "administration:settings",
    ),
)
