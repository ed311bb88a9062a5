"""Emergency access: at once, one member or a list, an hour, watched the whole time, judged."""

import smtplib
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from chaperone.access import clearances
from chaperone.access.actions.emergencies import begin_emergency, end_emergency, judge_emergency
from chaperone.access.clearances import Clearance
from chaperone.access.errors import (
    AlreadyDecided,
    EmergencyRuns,
    NoSuchMember,
    NotReachable,
    OwnAccess,
)
from chaperone.access.events import (
    ACCESS_RECORDED,
    ACCESS_REFUSED,
    EMERGENCY_BEGUN,
    EMERGENCY_ENDED,
    EMERGENCY_JUDGED,
)
from chaperone.access.models import Emergency, Grant
from chaperone.access.queries.emergencies import count_to_review, emergencies_to_review
from tests.access.scene import emergency, end_soon, entries, id_of, move, page_of
from tests.cast import (
    LAKESIDE,
    STRANGERS_NUMBER,
    daniel,
    dewey,
    grace,
    inside,
    kristopher,
    lee,
    maria,
    samuel,
    ursula,
)

pytestmark = pytest.mark.usefixtures("committed")

BEGIN = reverse("access:emergency")
WHY = "Texts say that she fainted."


def get(person, url):
    return person.client().get(url, secure=True)


def begin(client, numbers=ursula.phone, reason=WHY):
    return client.post(BEGIN, {"numbers": numbers, "reason": reason}, secure=True)


def grants_of_emergency(found):
    with inside(LAKESIDE):
        return list(Grant.objects.filter(emergency=found))


def test_a_clinician_reaches_the_member_at_once_and_the_officer_sees_it_at_once():
    client, page = daniel.client(), page_of(ursula)
    assert client.get(page, secure=True).status_code == 404

    response = begin(client)

    assert response.status_code == 302
    assert client.get(page, secure=True).status_code == 200
    assert client.get(f"/threads/{id_of(ursula)}/", secure=True).status_code == 200
    (entry,) = entries(EMERGENCY_BEGUN)
    assert entry.actor_id == daniel.user.id
    assert entry.members == (id_of(ursula),)
    assert entry.details["reason"] == WHY
    with samuel.acting() as actor:
        (line,) = emergencies_to_review(actor)
        assert (line.who, line.reason, line.state) == ("Daniel Osei", WHY, "running")
        assert line.members == [id_of(ursula)]
        assert timedelta(hours=71.9) < line.review_due_at - timezone.now() <= timedelta(hours=72)


def test_nobody_else_is_reached():
    begin(daniel.client())
    assert get(daniel, page_of(kristopher)).status_code == 404
    assert get(daniel, page_of(dewey)).status_code == 404


def test_a_list_is_reached_and_nothing_begins_if_one_number_is_nobodys():
    with pytest.raises(NoSuchMember), daniel.acting() as actor:
        begin_emergency(actor=actor, numbers=[ursula.phone, STRANGERS_NUMBER], reason=WHY)
    with inside(LAKESIDE):
        assert not Emergency.objects.exists()
    assert begin(daniel.client(), f"{ursula.phone}\n\n{kristopher.phone}").status_code == 302
    for texter in (ursula, kristopher):
        assert get(daniel, page_of(texter)).status_code == 200


def test_a_number_of_nobody_is_a_recorded_refusal_and_keeps_what_was_typed():
    response = begin(daniel.client(), STRANGERS_NUMBER)
    assert response.status_code == 422
    assert WHY in response.content.decode()
    assert "No member of this organization" in response.content.decode()
    assert entries(ACCESS_REFUSED)[0].actor_id == daniel.user.id


def test_it_lasts_an_hour_whatever_a_program_asks_for():
    found = emergency(daniel, ursula)
    (grant,) = grants_of_emergency(found)
    assert grant.ends_at - found.begun_at == timedelta(minutes=60)
    for ends_at in (timezone.now() + timedelta(hours=2), None):
        with daniel.acting(), pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.filter(id=grant.id).update(ends_at=ends_at)
    with daniel.acting() as actor, pytest.raises(IntegrityError, match="an_hour"):
        Emergency.objects.create(
            organization_id=LAKESIDE,
            user_id=actor.user_id,
            reason=WHY,
            begun_at=timezone.now(),
            ends_at=timezone.now() + timedelta(minutes=61),
            review_due_at=timezone.now(),
        )


def test_it_is_over_by_the_clock():
    (grant,) = grants_of_emergency(emergency(daniel, ursula))
    assert get(daniel, page_of(ursula)).status_code == 200
    end_soon(grant)
    assert get(daniel, page_of(ursula)).status_code == 404


def test_every_opening_is_marked_and_ordinary_ones_are_not():
    found = emergency(daniel, ursula)
    get(daniel, page_of(ursula))
    get(daniel, page_of(lee))
    own, marked = entries(ACCESS_RECORDED)
    assert marked.details["emergencies"] == [str(found.id)]
    assert "emergency" in marked.details["roles"]
    assert "emergencies" not in own.details


def test_a_banner_stands_on_every_page_the_whole_time():
    pages = [page_of(lee), reverse("conversations:inbox"), reverse("access:mine")]
    client = daniel.client()
    for page in pages:
        assert b"Emergency access is running" not in client.get(page, secure=True).content
    found = emergency(daniel, ursula)
    for page in [*pages, page_of(ursula)]:
        assert b"Emergency access is running" in client.get(page, secure=True).content, page
    assert b"is running" not in get(maria, reverse("conversations:inbox")).content
    with daniel.acting() as actor:
        end_emergency(actor=actor, emergency_id=found.id)
    assert b"Emergency access is running" not in client.get(pages[0], secure=True).content
    assert len(entries(EMERGENCY_ENDED)) == 1


def test_the_second_factor_is_asked_for_once_more():
    client = daniel.client()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    for response in (client.get(BEGIN, secure=True), begin(client)):
        assert response.status_code == 302
        assert response.url.startswith("/accounts/again/code/")
    with inside(LAKESIDE):
        assert not Emergency.objects.exists()


def test_only_clinicians_take_it():
    for person in (grace, samuel):
        assert get(person, BEGIN).status_code == 404
        assert begin(person.client()).status_code == 404


@pytest.fixture
def untrained(monkeypatch):
    first_aid = Clearance("first_aid", "First aid", "Do the course in first aid first.", "web:home")
    monkeypatch.setitem(clearances._registered, first_aid.name, first_aid)


def test_it_waives_training_for_its_members_and_nothing_else(untrained):
    client = daniel.client()
    assert client.get(page_of(ursula), secure=True).status_code == 302
    assert client.get(page_of(lee), secure=True).status_code == 302
    assert client.get(BEGIN, secure=True).status_code == 200

    assert begin(client).status_code == 302

    assert client.get(page_of(ursula), secure=True).status_code == 200
    # His own members need the training still: with emergency access alone they are out of reach.
    assert client.get(page_of(lee), secure=True).status_code == 404


def test_it_never_waives_the_second_factor():
    client = daniel.client()
    emergency(daniel, ursula)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    response = client.get(page_of(ursula), secure=True)
    assert (response.status_code, response.url) == (302, reverse("access:clearances"))
    assert client.get(BEGIN, secure=True).url == reverse("access:clearances")


# ---- The review.


def ended(person=daniel, texter=ursula):
    found = emergency(person, texter)
    with person.acting() as actor:
        end_emergency(actor=actor, emergency_id=found.id)
    return found


def judged(found, person=samuel, justified=True):
    with person.acting() as actor:
        judge_emergency(
            actor=actor, emergency_id=found.id, justified=justified, note="Spoke with the member."
        )


@pytest.mark.parametrize("justified", [True, False])
def test_a_verdict_is_recorded_once(justified):
    found = ended()
    judged(found, justified=justified)
    (entry,) = entries(EMERGENCY_JUDGED)
    assert entry.details["verdict"] == ("justified" if justified else "not_justified")
    assert entry.details["note"] == "Spoke with the member."
    with samuel.acting() as actor:
        assert count_to_review(actor) == 0
    with pytest.raises(AlreadyDecided):
        judged(found)


def test_what_still_runs_is_not_judged_yet():
    with pytest.raises(EmergencyRuns):
        judged(emergency(daniel, ursula))


def test_nobody_judges_their_own_in_the_program_or_the_database():
    found = ended()
    with pytest.raises(OwnAccess):
        judged(found, person=daniel)
    with daniel.acting() as actor, pytest.raises(IntegrityError, match="four_eyes"):
        Emergency.objects.filter(id=found.id).update(
            verdict="justified", reviewed_by=actor.id, reviewed_at=timezone.now()
        )


def test_a_review_that_is_late_shows_as_overdue():
    found = ended()
    move("access_emergency", found.id, review_due_at=timezone.now() - timedelta(minutes=1))
    with samuel.acting() as actor:
        assert [line.state for line in emergencies_to_review(actor)] == ["overdue"]
    assert b"Review overdue" in get(samuel, reverse("access:emergencies")).content


def test_others_find_neither_the_reason_nor_the_page():
    found = ended()
    url = reverse("access:one-emergency", kwargs={"emergency_id": found.id})
    assert get(maria, url).status_code == 404
    assert WHY in get(samuel, url).content.decode()
    with maria.acting() as actor, pytest.raises(NotReachable):
        end_emergency(actor=actor, emergency_id=found.id)


# ---- Telling the officers.


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_the_officers_get_a_mail_that_names_no_member_and_no_reason():
    begin(daniel.client())
    (message,) = mail.outbox
    assert message.to == [samuel.email]
    assert "Daniel Osei" in message.body
    for secret in (ursula.name, ursula.phone, WHY, str(id_of(ursula))):
        assert secret not in message.subject + message.body


def test_a_mail_server_that_is_away_keeps_nobody_from_a_member_in_need(monkeypatch, caplog):
    def fail(self):
        raise smtplib.SMTPConnectError(421, "away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert begin(daniel.client()).status_code == 302
    assert get(daniel, page_of(ursula)).status_code == 200
    assert "SMTPConnectError" in caplog.text
    assert len(entries(EMERGENCY_BEGUN)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"numbers": "911", "reason": WHY},
        {"numbers": "\n".join(f"+1617555{n:04}" for n in range(100, 121)), "reason": WHY},
        {"numbers": ursula.phone, "reason": "x" * 501},
        {"numbers": ursula.phone, "reason": ""},
        {"numbers": "\x00", "reason": WHY},
    ],
    ids=["nothing", "no number", "too many", "overlong", "no reason", "NUL"],
)
def test_bad_input_is_told_and_begins_nothing(typed):
    response = daniel.client().post(BEGIN, typed, secure=True)
    assert response.status_code == 422
    with inside(LAKESIDE):
        assert not Emergency.objects.exists()


def test_an_id_of_another_is_out_of_reach():
    with samuel.acting() as actor, pytest.raises(NotReachable):
        judge_emergency(actor=actor, emergency_id=UUID(int=7), justified=True, note="x")
