import psycopg
import pytest

from chaperone.database.context import Context, apply
from chaperone.database.identifiers import new_id

READ = (
    "select chaperone_organization(), chaperone_staff(), chaperone_scope(), chaperone_care_teams(),"
    " chaperone_members()"
)
NOTHING = (None, None, None, None, None)


@pytest.fixture
def web(prepared):
    with prepared.connect("web") as connection:
        yield connection


def test_without_a_context_everything_is_null(web):
    assert web.execute(READ).fetchone() == NOTHING


def test_a_context_is_read_back(web):
    context = Context(new_id(), new_id(), "care_teams", (new_id(), new_id()), (new_id(),))
    apply(web.cursor(), context)
    assert web.execute(READ).fetchone() == (
        context.organization,
        context.staff,
        "care_teams",
        list(context.care_teams),
        list(context.members),
    )


@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_a_context_ends_with_its_transaction(web, ending):
    apply(web.cursor(), Context(new_id(), new_id(), care_teams=(new_id(),), members=(new_id(),)))
    getattr(web, ending)()
    assert web.execute(READ).fetchone() == NOTHING


def test_outside_a_transaction_a_context_has_no_effect(web):
    web.autocommit = True
    apply(web.cursor(), Context(new_id()))
    assert web.execute(READ).fetchone() == NOTHING


def test_a_second_context_replaces_all_of_the_first(web):
    apply(web.cursor(), Context(new_id(), new_id(), "care_teams", (new_id(),), (new_id(),)))
    apply(web.cursor(), Context(None, scope="none"))
    assert web.execute(READ).fetchone() == (None, None, "none", None, None)


def test_a_malformed_organization_is_an_error_and_no_rows(web):
    web.execute("select set_config('chaperone.organization', 'everyone', true)")
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        web.execute(READ)


def test_the_planner_puts_the_functions_in_place(web):
    plan = web.execute(
        "explain (verbose) select chaperone_organization(), chaperone_scope()"
    ).fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "current_setting" in text
    assert "chaperone_organization()" not in text


@pytest.fixture
def rows(prepared):
    """A table with row security, one row for each of two organizations."""
    ours, theirs = new_id(), new_id()
    with prepared.connect("owner") as owner:
        owner.execute(
            "create table guarded (organization_id uuid not null);"
            "alter table guarded enable row level security, force row level security;"
            "create policy organization on guarded"
            "  using (organization_id = (select chaperone_organization()));"
            "grant select, insert on guarded to chaperone_web"
        )
        for organization in (ours, theirs):
            apply(owner.cursor(), Context(organization))
            owner.execute("insert into guarded values (%s)", [organization])
    yield ours, theirs
    with prepared.connect("owner") as owner:
        owner.execute("drop table guarded")


@pytest.mark.parametrize("login", ["web", "owner"])
def test_rows_are_seen_in_their_context_only(prepared, rows, login):
    ours, _ = rows
    with prepared.connect(login) as connection:
        assert connection.execute("select * from guarded").fetchall() == []
        apply(connection.cursor(), Context(ours))
        assert connection.execute("select * from guarded").fetchall() == [(ours,)]


def test_a_row_for_another_organization_is_refused(prepared, rows):
    ours, theirs = rows
    with prepared.connect("web") as web:
        apply(web.cursor(), Context(ours))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("insert into guarded values (%s)", [theirs])


def test_backup_sees_all_rows(prepared, rows):
    with prepared.connect("backup") as backup:
        assert len(backup.execute("select * from guarded").fetchall()) == 2
