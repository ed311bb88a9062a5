"""Killed before any statement of a run, it goes on; a full disk leaves nothing half done."""

import os
import signal
from contextlib import suppress
from typing import NoReturn

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from chaperone.retention.models import Run
from chaperone.retention.purging import actions
from chaperone.retention.purging.actions import carry_on
from chaperone.vault.keyring import keyring
from tests.cast import LAKESIDE
from tests.retention.purging.scene import (
    asked_run,
    certificate,
    notices,
    old_notices,
    purged_of,
    run_now,
    to_the_end,
)
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")
ROWS = 4


class Fault:
    """Does something instead of the statement ``at``."""

    def __init__(self, at, act):
        self.left, self.act, self.statement = at, act, ""

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            self.statement = sql
            self.act()
        return execute(sql, params, many, context)


def _killed() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _disk_full() -> NoReturn:
    raise OperationalError from psycopg.errors.DiskFull("could not extend file: No space left")


def _small(monkeypatch):
    for name in ("LEAST", "FIRST", "MOST"):
        monkeypatch.setattr(actions, name, 2)


def _check(run_id, due):
    """Exactly what was due went, once; one certificate says so, and one entry."""
    assert notices() == []
    assert run_now(run_id).state == Run.State.FINISHED
    assert purged_of(certificate(run_id)) == due
    assert (
        len([each for each in entries("retention.run.ended") if each.details["run"] == str(run_id)])
        == 1
    )
    assert (
        len([each for each in entries("retention.run.begun") if each.details["run"] == str(run_id)])
        == 1
    )


def test_killed_at_every_statement_it_goes_on_and_doubles_nothing(as_login, monkeypatch):
    _small(monkeypatch)
    at, died = 0, True
    while died:
        at += 1
        old_notices(ROWS)
        run_id = asked_run()
        with as_login("worker"):
            connections.close_all()
            keyring.forget()
            child = os.fork()
            if child == 0:
                _run_until_killed(at)
            _, status = os.waitpid(child, 0)
            died = os.WIFSIGNALED(status)
            if not died:
                assert os.WEXITSTATUS(status) == 0
            to_the_end()
        _check(run_id, ROWS)
    assert at > 20


def _run_until_killed(at: int) -> NoReturn:
    """In a child, which must not come back and be a second run of the tests."""
    try:
        with connection.execute_wrapper(Fault(at, _killed)):
            to_the_end()
        os._exit(0)
    finally:
        os._exit(1)


def test_a_full_disk_at_any_statement_leaves_nothing_half_done(as_login, monkeypatch):
    _small(monkeypatch)
    at, failed = 0, True
    while failed:
        at += 1
        old_notices(ROWS)
        run_id = asked_run()
        with as_login("worker"):
            fault = Fault(at, _disk_full)
            # Whichever room the statement was of says it in its own way.
            with suppress(Exception), connection.execute_wrapper(fault):
                to_the_end()
            failed = bool(fault.statement)
            to_the_end()
        _check(run_id, ROWS)
    assert at > 20


def test_two_workers_at_once_double_nothing(as_login, monkeypatch):
    _small(monkeypatch)
    old_notices(40)
    run_id = asked_run()
    with as_login("worker"):
        connections.close_all()
        keyring.forget()
        children = []
        for _ in range(2):
            child = os.fork()
            if child == 0:
                _run_until_killed(10_000)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        to_the_end()
        carry_on(organization_id=LAKESIDE)
    _check(run_id, 40)
