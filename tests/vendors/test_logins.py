"""The register as the real logins meet it, with transactions that commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from chaperone.access.actors import assistant
from chaperone.vendors.queries import agreement_for
from tests.cast import LAKESIDE, inside
from tests.vendors.scene import HOST, agreement, ended
from tests.vendors.test_gate import gate

pytestmark = pytest.mark.usefixtures("committed")


def test_a_business_associate_agreement_in_force_opens_the_gate(as_login: Any) -> None:
    signed = agreement()
    with as_login("worker"):
        found = gate()
        assert found
        assert (found.agreement_id, found.vendor) == (signed.id, "Model Works")


def test_who_ends_it_waits_for_what_is_being_recorded_under_it() -> None:
    signed = agreement()
    done = Event()

    def end() -> None:
        try:
            ended(signed.id)
            done.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with inside(LAKESIDE):
            assert agreement_for(assistant(LAKESIDE), host=HOST, elements=["messages"])
            ending = pool.submit(end)
            assert not done.wait(0.3)
        ending.result(timeout=20)
    assert gate() is None


@pytest.mark.parametrize("login", ["web", "worker"])
def test_what_was_signed_stays_and_workers_enter_and_end_nothing(as_login, login: str) -> None:
    signed = agreement()
    refused = [
        "UPDATE vendors_agreement SET host = 'elsewhere.example'",
        "UPDATE vendors_agreement SET covers = '{name}'",
        "DELETE FROM vendors_agreement",
        "DELETE FROM vendors_vendor",
        "UPDATE vendors_vendor SET organization_id = id",
        "UPDATE vendors_assessment SET score = 100",
        "UPDATE vendors_customeragreement SET ends_on = NULL",
        "DELETE FROM vendors_customeragreement",
        "DELETE FROM vendors_closure",
        "TRUNCATE vendors_agreement",
    ]
    if login == "worker":
        row = f"('{uuid4()}', '{LAKESIDE}', 'x', 'y', '{signed.id}')"
        refused.append("UPDATE vendors_agreement SET ended_at = NULL")
        refused.append("UPDATE vendors_customeragreement SET ended_at = NULL")
        refused.append("UPDATE vendors_vendor SET name = 'Other'")
        refused.append(f"INSERT INTO vendors_vendor VALUES {row}")
    with as_login(login), inside(LAKESIDE), connection.cursor() as cursor:
        for statement in refused:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
