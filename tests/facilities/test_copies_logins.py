"""Approvals as the real logins meet them, with transactions that commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from chaperone.access.actors import operator
from chaperone.access.copies import RECORD, require_approval
from chaperone.access.errors import CopyNotApproved
from chaperone.access.registry import Copy
from chaperone.facilities.actions.copies import withdraw_copy
from chaperone.ledger.errors import NotInTransaction
from tests.cast import LAKESIDE, ines, inside
from tests.facilities.scene import approved

pytestmark = pytest.mark.usefixtures("committed")
WHOLE = Copy("tests:export", frozenset({RECORD}), None)


def denied(statement):
    with (
        inside(LAKESIDE),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def test_without_a_transaction_nothing_leaves():
    with pytest.raises(NotInTransaction):
        require_approval(actor=operator(LAKESIDE), copy=WHOLE, approval=uuid4())


def test_the_worker_uses_an_approval_and_can_give_none(as_login):
    approval = approved(by_command=True)
    with as_login("worker"):
        with inside(LAKESIDE):
            require_approval(actor=operator(LAKESIDE), copy=WHOLE, approval=approval)
        for statement in (
            "UPDATE facilities_copyrequest SET state = 'approved'",
            "UPDATE facilities_copyrequest SET ends_at = now() + interval '9 days'",
        ):
            denied(statement)
        # Its right to delete is for what was over six years ago.
        with inside(LAKESIDE), connection.cursor() as cursor:
            cursor.execute("DELETE FROM facilities_copyuse")
            assert cursor.rowcount == 0


def test_the_web_login_neither_lengthens_nor_widens_nor_reuses(as_login):
    approved()
    for statement in (
        "UPDATE facilities_copyrequest SET ends_at = now() + interval '9 days'",
        "UPDATE facilities_copyrequest SET elements = '{record,messages}'",
        "UPDATE facilities_copyrequest SET single_use = false",
        "UPDATE facilities_copyrequest SET asked_by = decided_by",
        "UPDATE facilities_copyuse SET once = false",
        "DELETE FROM facilities_copyuse",
        "DELETE FROM facilities_copyrequest",
    ):
        with as_login("web"):
            denied(statement)


def test_who_takes_it_back_waits_for_what_is_leaving_under_it():
    approval = approved(single_use=False)
    done = Event()

    def take_back():
        try:
            with ines.acting() as actor:
                withdraw_copy(actor=actor, copy_id=approval)
            done.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with ines.acting() as actor:
            require_approval(actor=actor, copy=WHOLE, approval=approval)
            taking = pool.submit(take_back)
            assert not done.wait(0.3)
        taking.result(timeout=20)
    with ines.acting() as actor, pytest.raises(CopyNotApproved):
        require_approval(actor=actor, copy=WHOLE, approval=approval)


def test_two_at_once_use_one_approval_once():
    approval = approved()
    left = []

    def use():
        try:
            with ines.acting() as actor:
                require_approval(actor=actor, copy=WHOLE, approval=approval)
            left.append(1)
        except CopyNotApproved:
            left.append(0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(use)
    assert sorted(left) == [0, 1]
