"""A record's history is what the ledger says, and a signature is under one text."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.queries import search
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import fresh_factor, sign
from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.models import Change
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import is_under, signatures_of
from chaperone.vendors.events import VENDOR_ADDED
from tests.cast import LAKESIDE, ines, samuel, tom

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def changed(record, person=samuel, **details):
    with person.acting() as actor:
        return record_change(actor=actor, event=VENDOR_ADDED, record=record, details=details)


def signed(record, text="We agree.", person=samuel):
    with person.acting() as actor:
        return sign(actor=actor, record=record, text=text, meaning="Approved.", factor="totp")


def test_what_became_of_a_record_is_read_from_the_ledger():
    record = new_id()
    changed(record, name="Model Works", seats=4, ended=False, owner=str(samuel.user.id), nothing="")
    changed(record, covers=["messages", "names"])
    with ines.acting() as actor, CaptureQueriesContext(connection) as asked:
        found = history_of(actor, record)
    assert [each.details for each in found] == [
        [("Covers", "messages, names")],
        [("Ended", "no"), ("Name", "Model Works"), ("Seats", "4")],
    ]
    assert {each.who for each in found} == {"Samuel Brandt"}
    assert found[0].sentence == VENDOR_ADDED.meaning
    assert len(asked) == 4


def test_the_index_cannot_lend_an_entry_to_another_record():
    record, other = new_id(), new_id()
    with samuel.acting() as actor:
        entry = append(event=VENDOR_ADDED, actor=actor, details={"record": str(record)})
        Change.objects.create(organization_id=LAKESIDE, record_id=other, entry_id=entry)
        assert history_of(actor, other) == []


def test_another_organization_finds_nothing():
    record = new_id()
    changed(record)
    signed(record)
    with tom.acting() as actor:
        assert history_of(actor, record) == []
        assert signatures_of(actor, record) == []


def test_a_signature_says_who_as_whom_when_by_which_factor_and_under_which_text():
    record = new_id()
    signed(record)
    with ines.acting() as actor:
        (found,) = signatures_of(actor, record)
        entry = search(actor, event="registers.record.signed").rows[0]
        (change,) = history_of(actor, record)
    assert (found.name, found.role, found.factor) == ("Samuel Brandt", "Security officer", "totp")
    assert found.factor_label == "Code of an authenticator app"
    assert is_under(found, "We agree.")
    assert not is_under(found, "We agree. ")
    assert entry.details["sha256"] == found.sha256
    assert entry.id == found.entry_id
    assert ("Meaning", "Approved.") in change.details


def test_without_a_factor_nothing_is_signed(rf):
    with samuel.acting() as actor, pytest.raises(NoFreshFactor):
        sign(actor=actor, record=new_id(), text="x", meaning="Approved.", factor="")
    request = rf.get("/")
    request.user = samuel.user
    request.session = {}
    with pytest.raises(NoFreshFactor):
        fresh_factor(request)
    now = time.time()
    request.session = {
        "account_authentication_methods": [
            {"method": "mfa", "at": now - 16 * 60, "type": "webauthn"},
            {"method": "password", "at": now},
        ],
        "account_authentication_methods_user": str(samuel.user.id),
    }
    with pytest.raises(NoFreshFactor):
        fresh_factor(request)
    request.session["account_authentication_methods"].append(
        {"method": "mfa", "at": now - 60, "type": "totp"}
    )
    assert fresh_factor(request) == "totp"
