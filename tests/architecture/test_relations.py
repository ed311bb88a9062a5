"""What models, tables, routes and events say of themselves: relations point down, columns are
sealed, row security is forced, every route says who may open it."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from chaperone.access.guard import is_classified
from chaperone.cli.ledger.events import every_event
from chaperone.vault.fields import SealedField, SecretTextField

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


def rooms_upward() -> list[str]:
    """Rooms of the import contract, lowest floor first; neighbours share a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    house = next(item for item in contracts["contracts"] if item["id"] == "house")
    return [layer.replace("(", "").replace(")", "") for layer in reversed(house["layers"])]


def floor_of(room: str) -> int:
    for floor, layer in enumerate(rooms_upward()):
        if room in layer.replace("|", " ").replace(":", " ").split():
            return floor
    raise AssertionError(f"{room} is not in the house")


def our_models() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("chaperone.")
        for model in config.get_models()
    ]


def test_relations_point_down():
    for model in our_models():
        for field in model._meta.get_fields():
            if field.many_to_one or field.one_to_one:
                if field.auto_created or not field.related_model.__module__.startswith(
                    "chaperone."
                ):
                    continue
                here, there = model._meta.app_label, field.related_model._meta.app_label
                assert here == there or floor_of(there) < floor_of(here), f"{model}.{field.name}"


def columns_linked_to_a_member() -> set[tuple[str, str]]:
    """Every column of every table that has a member: by a column, or by being the member."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
              AND (c.relname = 'members_member' OR EXISTS (
                SELECT FROM pg_attribute m WHERE m.attrelid = c.oid AND m.attname = 'member_id'
              ))
            """
        )
        return set(cursor.fetchall())


def sealed_columns() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.column)
        for model in our_models()
        for field in model._meta.local_fields
        if isinstance(field, SealedField) and not isinstance(field, SecretTextField)
    }


def ids() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'uuid'"
        )
        return set(cursor.fetchall())


def test_every_column_linked_to_a_member_is_sealed_an_id_or_explained():
    reasons = tomllib.loads((HERE / "clear_columns.toml").read_text())
    explained = {(table, column) for table, columns in reasons.items() for column in columns}
    linked = columns_linked_to_a_member()
    assert ("members_member", "name") in linked
    assert ("conversations_message", "body") in linked
    unexplained = linked - sealed_columns() - ids() - explained
    assert not unexplained, f"seal these columns or say why not: {sorted(unexplained)}"
    stale = explained - linked
    assert not stale, f"these are explained but do not exist: {sorted(stale)}"
    for table, columns in reasons.items():
        for column, reason in columns.items():
            assert len(reason.split()) >= 5, f"say why {table}.{column} is in clear"


def test_every_table_with_an_organization_has_forced_row_security():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND a.attname = 'organization_id'
            """
        )
        tables = cursor.fetchall()
    assert len(tables) >= 8
    for table, enabled, forced, policies in tables:
        assert enabled, table
        assert forced, table
        assert policies, table


def test_no_login_of_a_server_process_may_change_the_schema():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT rolname FROM pg_roles
            WHERE rolname LIKE 'chaperone\\_%'
              AND (rolsuper OR rolcreaterole OR rolcreatedb
                   OR (rolbypassrls AND rolname <> 'chaperone_backup')
                   OR (rolname <> 'chaperone_owner' AND has_schema_privilege(rolname, 'public', 'CREATE')))
            """
        )
        assert cursor.fetchall() == []


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for item in resolver.url_patterns:
        found += patterns(item) if isinstance(item, URLResolver) else [item]
    return found


def test_every_route_says_who_may_open_it():
    routes = patterns(get_resolver())
    assert len(routes) > 10
    for route in routes:
        assert is_classified(route.callback), f"{route.pattern} is open to nobody: classify it"


def test_event_names_are_of_rooms_that_exist_and_say_what_they_mean():
    events = every_event()
    assert len(events) > 50
    for event in events:
        room = event.name.split(".")[0]
        assert (ROOT / "src/chaperone" / room).is_dir(), event.name
        assert event.meaning[0].isupper(), event.name
        if not event.meaning.endswith(", in a test"):
            assert event.meaning.endswith("."), event.name


def test_what_is_called_a_failure_or_a_refusal_has_that_outcome():
    for event in every_event():
        if event.name.endswith(("failed", "refused")):
            assert event.outcome != "success", event.name


def test_no_event_is_registered_in_vain():
    """An event that nothing appends is a promise that nothing keeps."""
    sources = {path: path.read_text() for path in (ROOT / "src/chaperone").rglob("*.py")}
    for path, text in sources.items():
        if path.name != "events.py":
            continue
        names = [line.split(" = ")[0] for line in text.splitlines() if " = event(" in line]
        for name in names:
            used = [other for other in sources if other != path and name in sources[other]]
            assert used, f"{name} in {path} is never appended"
