"""What is claimed of the database is read from its catalogue, so that it changes with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection, transaction

from chaperone.access.actors import operator, worker
from chaperone.policies.registry import enforcement
from chaperone.web.enforcement.registering import CLAIMS
from tests.cast import LAKESIDE, inside

LOOSENED = (
    (
        "database.row_security",
        "alter table vendors_vendor no force row level security",
        "not vendors_vendor",
    ),
    (
        "access.four_eyes",
        "alter table access_request drop constraint access_request_four_eyes",
        "not refused",
    ),
    (
        "ledger.may_be",
        "grant delete on ledger_entry to chaperone_web",
        "added to and read and deleted from",
    ),
    (
        "settings.history",
        "grant update (reason) on organizations_settingchange to chaperone_worker",
        "added to and read and changed",
    ),
    (
        "destruction.keys_destroyed_by",
        "grant execute on function vault_shred(uuid) to chaperone_web",
        "web, worker",
    ),
    (
        "database.structure",
        "grant create on schema public to chaperone_web",
        "also by chaperone_web",
    ),
    (
        "sign_in.closes_after",
        """create or replace function accounts_throttle_count(p_subject text) returns boolean
        language sql as $$ select t.failures + 1 >= 9 from accounts_throttle t $$""",
        "9 wrong tries",
    ),
)


@pytest.mark.usefixtures("committed")
def test_what_is_loosened_shows(as_login: Callable[[str], AbstractContextManager[None]]) -> None:
    """As the owner, each in a transaction that is rolled back."""
    actor = operator(LAKESIDE)
    with as_login("owner"):
        for name, act, shown in LOOSENED:
            claim = enforcement(name)
            assert claim is not None
            with transaction.atomic(), connection.cursor() as cursor:
                before = claim.shows(actor)
                cursor.execute(act)
                assert (before != shown, claim.shows(actor)) == (True, shown)
                transaction.set_rollback(True)


@pytest.mark.usefixtures("committed")
def test_workers_see_the_same(as_login: Callable[[str], AbstractContextManager[None]]) -> None:
    """They look for differences that nobody has seen yet."""
    with inside(LAKESIDE):
        shown = {claim.name: claim.shows(operator(LAKESIDE)) for claim in CLAIMS}
    with as_login("worker"), inside(LAKESIDE):
        assert {claim.name: claim.shows(worker(LAKESIDE)) for claim in CLAIMS} == shown
