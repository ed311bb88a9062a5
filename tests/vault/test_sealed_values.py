"""A sealed value gives nothing away, however it is handled."""

import copy
import io
import json
import logging
import pickle
import traceback
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from chaperone.access.actors import assistant
from chaperone.access.witness import witnessed
from chaperone.members.models import Member
from chaperone.vault.errors import (
    NotIntact,
    NotPermitted,
    NotWitnessed,
    NotYetSealed,
    OtherOrganization,
    PlaintextRefused,
)
from chaperone.vault.sealed import Sealed, Unsaved, open_all
from chaperone.vault.witness import Witness, in_presence_of
from tests.cast import HARBOR, LAKESIDE, inside, kristopher, lee, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture
def sealed():
    with inside(LAKESIDE):
        yield ursula.member.name


def shown(value):
    """Every way in which a program may print a value by mistake."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("chaperone.tests.shown")
    logger.addHandler(handler)
    logger.warning("a value: %s %r", value, value)
    logger.removeHandler(handler)
    return [str(value), repr(value), f"{value}", f"{value!r:>20}", "%s" % value, stream.getvalue()]


def test_printing_shows_no_plaintext(sealed):
    for text in shown(sealed):
        assert "Ursula" not in text
        assert "sealed" in text


def test_unsaved_value_shows_no_plaintext():
    for text in shown(Unsaved("Ursula")):
        assert "Ursula" not in text


def test_pickling_copying_and_json_are_refused(sealed):
    for value in (sealed, Unsaved("Ursula")):
        with pytest.raises(PlaintextRefused):
            pickle.dumps(value)
        with pytest.raises(PlaintextRefused):
            copy.deepcopy(value)
        with pytest.raises(TypeError):
            json.dumps(value)


def test_pickled_row_holds_sealed_bytes_only():
    with inside(LAKESIDE):
        assert b"Ursula" not in pickle.dumps(ursula.member)


def test_row_shows_no_plaintext(sealed):
    with inside(LAKESIDE):
        member = ursula.member
        assert "Ursula" not in f"{member} {member!r} {vars(member)}"


def test_debug_page_and_traceback_show_no_plaintext():
    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="test"):
        opened = ursula.member.name.open()
        assert opened == ursula.name
        try:
            raise RuntimeError("something went wrong beside an opened value")
        except RuntimeError as problem:
            reporter = ExceptionReporter(
                RequestFactory().get("/"), type(problem), problem, problem.__traceback__
            )
            page = reporter.get_traceback_html() + reporter.get_traceback_text()
            told = "".join(traceback.format_exception(problem))
    assert "something went wrong" in page
    assert ursula.name not in page
    assert ursula.name not in told


def test_opening_needs_a_witness(sealed):
    with pytest.raises(NotWitnessed):
        sealed.open()
    with pytest.raises(NotWitnessed):
        open_all([sealed])


def test_opening_after_the_witness_has_left_is_refused(sealed):
    with in_presence_of(Witness(organization_id=LAKESIDE, permits=lambda *_: True)):
        assert sealed.open() == ursula.name
    with pytest.raises(NotWitnessed):
        sealed.open()


def test_witness_admits_only_permitted_elements(sealed):
    with (
        in_presence_of(Witness(organization_id=LAKESIDE, permits=lambda *_: False)),
        pytest.raises(NotPermitted, match=r"members_member\.name"),
    ):
        sealed.open()


def test_witness_of_another_organization_is_refused(sealed):
    with (
        in_presence_of(Witness(organization_id=HARBOR, permits=lambda *_: True)),
        pytest.raises(OtherOrganization),
    ):
        sealed.open()


def test_batch_opens_in_order_and_notes_each_value():
    with inside(LAKESIDE):
        values = [
            value
            for texter in (ursula, kristopher, ursula)
            for value in (texter.member.name, texter.member.phone)
        ]
        with in_presence_of(Witness(organization_id=LAKESIDE, permits=lambda *_: True)) as witness:
            assert open_all(values) == [
                ursula.name,
                ursula.phone,
                kristopher.name,
                kristopher.phone,
                ursula.name,
                ursula.phone,
            ]
        ids = [texter.member.id for texter in (ursula, kristopher)]
    assert witness.opened == {
        ("members_member", element, member_id): [member_id] * times
        for element in ("name", "phone")
        for member_id, times in zip(ids, (2, 1), strict=True)
    }


def test_batch_refuses_what_a_single_value_would():
    with inside(LAKESIDE):
        name, phone = ursula.member.name, ursula.member.phone
        moved = Sealed(name.blob, phone.column, phone.row, phone.member_id)
    everything = Witness(organization_id=LAKESIDE, permits=lambda *_: True)
    only_names = Witness(organization_id=LAKESIDE, permits=lambda _, element, __: element == "name")
    stranger = Witness(organization_id=HARBOR, permits=lambda *_: True)
    for witness, values, error in (
        (everything, [name, moved], NotIntact),
        (only_names, [name, phone], NotPermitted),
        (stranger, [name], OtherOrganization),
    ):
        with inside(LAKESIDE), in_presence_of(witness), pytest.raises(error):
            open_all(values)


def test_value_can_be_opened_only_once_saved():
    member = Member(id=uuid4(), organization_id=LAKESIDE, name="Ursula")
    with pytest.raises(NotYetSealed):
        member.name.open()


def test_value_cannot_be_copied_to_another_row(sealed):
    with pytest.raises(PlaintextRefused):
        Member(id=uuid4(), organization_id=LAKESIDE, name=sealed)


def test_filtering_and_bulk_update_are_refused():
    with pytest.raises(FieldError, match="blind index"):
        Member.objects.filter(name="Ursula")
    with inside(LAKESIDE), pytest.raises(PlaintextRefused):
        Member.objects.update(name="Ursula")


def test_table_holds_no_plaintext(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_member::text FROM members_member")
        rows = [row for (row,) in cursor.fetchall()]
    assert rows
    for plain in (
        ursula.name,
        ursula.phone,
        ursula.name.encode().hex(),
        ursula.phone.encode().hex(),
    ):
        assert not any(plain in row for row in rows)


def test_ciphertext_moved_to_another_row_is_refused():
    with inside(LAKESIDE):
        stolen = ursula.member.name
        thief = kristopher.member
        moved = Sealed(stolen.blob, thief.name.column, thief.id, thief.id)
        with (
            in_presence_of(Witness(organization_id=LAKESIDE, permits=lambda *_: True)),
            pytest.raises(NotIntact),
        ):
            moved.open()


def test_a_witness_asks_again_whether_access_stands_once_a_second_has_passed(monkeypatch):
    asked, now = [], [100.0]
    monkeypatch.setattr("chaperone.vault.witness.monotonic", lambda: now[0])
    witness = Witness(
        organization_id=LAKESIDE, permits=lambda *_: True, confirm=lambda: asked.append(now[0])
    )
    with inside(LAKESIDE), in_presence_of(witness):
        member = ursula.member
        for now[0] in (100.0, 100.9, 101.1, 101.9, 102.2):
            assert member.name.open() == ursula.name
    assert asked == [101.1, 102.2]


def test_a_witness_permits_for_each_member():
    with inside(LAKESIDE):
        hers, other = ursula.member, lee.member
        only = Witness(organization_id=LAKESIDE, permits=lambda *asked: asked[2] == hers.id)
        with in_presence_of(only):
            assert hers.name.open() == ursula.name
            with pytest.raises(NotPermitted):
                other.name.open()
