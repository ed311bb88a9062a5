"""People begin, sign, are in charge, and leave: what is recorded, and what the database lets in."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from chaperone.access import registry
from chaperone.access.actions import end_access
from chaperone.access.clearances import end_hold, hold
from chaperone.access.registry import Text, know_confidentiality_by
from chaperone.organizations.actions import change_setting
from chaperone.organizations.days import months_after
from chaperone.policies.registry import official_of
from chaperone.registers.queries.signatures import is_under, signatures_of
from chaperone.workforce.actions.agreeing import digest_of, sign_agreement
from chaperone.workforce.actions.checklists import do_line, give_line
from chaperone.workforce.actions.confidential import add_record, read_records, retire_record
from chaperone.workforce.actions.leaving import begin_termination
from chaperone.workforce.errors import (
    AboutOneself,
    HasLeft,
    KnownByItself,
    NoSuchPerson,
    NotTheText,
)
from chaperone.workforce.events import CONFIDENTIAL_ADDED, CONFIDENTIAL_READ
from chaperone.workforce.falling_due import dues
from chaperone.workforce.models import Agreement, Confidential, Line
from chaperone.workforce.queries import officials, officials_by_slug
from chaperone.workforce.queries.checklists import checklists_of
from chaperone.workforce.queries.people import own_record, people, person_lines
from chaperone.workforce.settings import CONFIDENTIALITY_MONTHS
from chaperone.workforce.texts import agreement_text
from tests.access.scene import entries, page_of
from tests.cast import (
    HARBOR,
    LAKESIDE,
    daniel,
    grace,
    ines,
    inside,
    maria,
    priya,
    samuel,
    today_there,
    tom,
    ursula,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

CLEARANCE = "confidentiality"


def unsign(person=maria):
    with samuel.acting() as officer:
        end_hold(
            actor=officer, user_id=person.user.id, clearance=CLEARANCE, reason="To be signed anew."
        )


def signed(person=maria, text=None):
    with person.acting() as actor:
        body = text or agreement_text(actor).body
        return sign_agreement(actor=actor, digest=digest_of(body), factor="totp")


def record_of(person):
    with samuel.acting() as actor:
        found = own_record(actor, person.user.id)
    assert found is not None
    return found


def termination_of(person):
    found = record_of(person)
    with samuel.acting() as actor:
        return next(each for each in checklists_of(actor, found) if each.kind == "termination")


# ---- Signing.


def test_signing_clears_until_it_is_to_be_signed_anew():
    unsign()
    client = maria.client()
    assert client.get(page_of(ursula), secure=True).url == reverse("access:clearances")
    agreement = signed()
    assert client.get(page_of(ursula), secure=True).status_code == 200
    with maria.acting() as actor:
        assert actor.clearances[CLEARANCE] == agreement.until
        assert agreement.until == months_after(today_there(), 12)
        (signature,) = signatures_of(actor, agreement.id)
    assert is_under(signature, agreement.text)


def test_how_long_it_holds_is_a_setting():
    unsign()
    with samuel.acting() as actor:
        change_setting(
            actor=actor, setting=CONFIDENTIALITY_MONTHS, value=3, reason="As the board asked."
        )
    assert signed().until == months_after(today_there(), 3)


def test_the_organizations_own_text_is_signed_where_it_has_one(monkeypatch):
    monkeypatch.setattr(registry, "_confidentiality", [])
    know_confidentiality_by(lambda actor: Text("Ours", "We keep it to ourselves."))
    agreement = signed()
    assert (agreement.title, agreement.text) == ("Ours", "We keep it to ourselves.")
    with pytest.raises(NotTheText):
        signed(text="What was in force an hour ago.")


def test_by_the_page_it_takes_a_second_factor_and_the_box():
    unsign()
    client = maria.client()
    address = reverse("workforce:confidentiality")
    page = client.get(address, secure=True)
    digest = page.context["form"].initial["digest"]
    assert client.post(address, {"digest": digest}, secure=True).status_code == 422
    assert client.post(address, {"digest": digest, "read": "on"}, secure=True).status_code == 302
    assert client.get(page_of(ursula), secure=True).status_code == 200

    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert client.get(address, secure=True).url.startswith("/accounts/again/")


def test_no_hold_without_a_signature_of_that_person_and_no_grace():
    unsign()
    until = months_after(today_there(), 12)
    for person, by, why in (
        (maria, maria, "said so"),
        (maria, samuel, "grace"),
        (maria, maria, "grace"),
    ):
        with pytest.raises(DatabaseError), by.acting() as actor:
            hold(actor=actor, user_id=person.user.id, clearance=CLEARANCE, until=until, why=why)


def test_nobody_signs_for_another_or_without_a_signature():
    with pytest.raises(DatabaseError), maria.acting() as actor:
        Agreement.objects.create(
            organization_id=LAKESIDE,
            user_id=actor.id,
            title="x",
            text="x",
            until=today_there(),
        )


# ---- Leaving.


def test_access_ends_first_and_the_rest_has_owners_and_deadlines():
    client = maria.client()
    assert client.get(page_of(ursula), secure=True).status_code == 200
    person = record_of(maria)
    with samuel.acting() as actor:
        begin_termination(
            actor=actor, person_id=person.id, reason="Left today.", owner_id=grace.user.id
        )
    assert client.get(page_of(ursula), secure=True).url.startswith("/accounts/")
    leaving = termination_of(maria)
    assert leaving.lines[0].state == "done"
    assert {line.owner for line in leaving.lines[1:]} == {"Grace Lin"}
    assert leaving.open == len(leaving.lines) - 1
    with pytest.raises(HasLeft), samuel.acting() as actor:
        begin_termination(actor=actor, person_id=person.id, reason="Again.")


def test_however_access_ends_the_checklist_begins():
    with samuel.acting() as actor:
        end_access(actor=actor, user_id=daniel.user.id, reason="Left.")
    leaving = termination_of(daniel)
    assert {line.owner for line in leaving.lines[1:]} == {"Samuel Brandt"}


def test_lines_are_given_and_done_but_what_is_known_is_not_ticked_by_hand(monkeypatch):
    # As if no room knew of devices: then somebody ticks it.
    monkeypatch.setattr(registry, "_devices", [])
    with inside(LAKESIDE):
        lines = {
            line.key: line.id
            for line in Line.objects.filter(checklist__person__user_id=daniel.user.id)
        }
    with samuel.acting() as actor:
        do_line(actor=actor, line_id=lines["device"])
        for key in ("training", "policies", "confidentiality", "second_factor", "access"):
            with pytest.raises(KnownByItself):
                do_line(actor=actor, line_id=lines[key])
        with pytest.raises(NoSuchPerson):
            give_line(
                actor=actor,
                line_id=lines["device"],
                owner_id=priya.user.id,
                due_on=today_there(),
            )
    with samuel.acting() as actor:
        (onboarding,) = checklists_of(actor, own_record(actor, daniel.user.id))
    known = {line.label: line.state for line in onboarding.lines}
    assert known["Second factor set up"] == "done"
    assert known["Access asked for and approved"] == "done"


# ---- Who is in charge.


def test_everybody_can_read_who_is_in_charge(client):
    with samuel.acting() as actor:
        assert [each.kind for each in officials(actor)] == ["security", "privacy"]
    page = client.get("/workforce/contacts/lakeside/", secure=True).content.decode()
    assert "Samuel Brandt" in page
    assert "security@lakeside.example" in page
    assert client.get("/workforce/contacts/nobody/", secure=True).status_code == 404
    found = officials_by_slug("harbor")
    assert found is not None
    assert found.officials == []


# ---- Confidential records.

WHAT = "Read a neighbour's thread; a written warning followed."


def sanctioned(person=maria):
    found = record_of(person)
    with samuel.acting() as actor:
        add_record(
            actor=actor,
            person_id=found.id,
            kind="sanction",
            what=WHAT,
            happened_on=today_there(),
        )
    return found


def test_a_sanction_is_sealed_and_the_ledger_does_not_say_what_it_is():
    found = sanctioned()
    with inside(LAKESIDE):
        raw = Confidential.objects.filter(person=found).values("kind", "what")[0]
    assert b"neighbour" not in bytes(raw["what"])
    assert b"sanction" not in bytes(raw["kind"])
    with samuel.acting() as actor:
        _, (record,) = read_records(actor=actor, person_id=found.id)
    assert (record.kind, record.what) == ("Sanction", WHAT)
    for event in (CONFIDENTIAL_ADDED, CONFIDENTIAL_READ):
        (entry, *_rest) = entries(event)
        assert set(entry.details) == {"record"}
        assert entry.details["record"] != str(found.id)


def test_few_read_them_and_nobody_their_own():
    found, own = sanctioned(), record_of(samuel)
    address = reverse("workforce:confidential", kwargs={"person_id": found.id})
    for person in (maria, grace, ines, priya, tom):
        assert person.client().get(address, secure=True).status_code == 404
    page = samuel.client().get(address, secure=True)
    assert WHAT.replace("'", "&#x27;") in page.content.decode()
    with pytest.raises(AboutOneself), samuel.acting() as actor:
        read_records(actor=actor, person_id=own.id)
    history = samuel.client().get(
        reverse("workforce:person", kwargs={"person_id": found.id}), secure=True
    )
    assert "onfidential record" not in history.content.decode()


def test_retiring_keeps_it():
    found = sanctioned()
    with samuel.acting() as actor:
        _, (record,) = read_records(actor=actor, person_id=found.id)
        retire_record(actor=actor, record_id=record.id)
        assert read_records(actor=actor, person_id=found.id)[1] == []
    with inside(LAKESIDE):
        assert Confidential.objects.filter(id=record.id).exists()


# ---- The register.


def test_another_organization_sees_nobody_of_this_one():
    found = record_of(maria)
    for name in ("person", "change", "leave", "confidential"):
        address = reverse(f"workforce:{name}", kwargs={"person_id": found.id})
        assert tom.client().get(address, secure=True).status_code == 404
    with tom.acting() as actor:
        assert {each.organization_id for each in people(actor)} == {HARBOR}


def test_the_register_asks_the_same_number_of_queries_for_many(django_assert_num_queries):
    with samuel.acting() as actor:
        rows = list(people(actor))
        with django_assert_num_queries(2):
            person_lines(actor, rows)
        with django_assert_num_queries(2):
            person_lines(actor, rows[:1])


# ---- With other rooms.


def test_policies_name_the_privacy_official_and_lend_their_agreement():
    with samuel.acting() as actor:
        official = official_of(actor)
    assert official is not None
    assert official.contact.startswith("privacy@lakeside.example")


def test_what_falls_due_names_nobody():
    with inside(LAKESIDE):
        found = list(dues(LAKESIDE, months_after(today_there(), 13)))
        told = " ".join(due.what for due in found)
    assert "Onboarding: Device handed out and recorded" in told
    assert "sign the confidentiality agreement anew" in told
    for person in (maria, daniel, grace, samuel):
        assert person.user.name not in told
