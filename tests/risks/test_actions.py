"""What is done with risks: who may not accept what, what ends an acceptance, what the ledger keeps."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from chaperone.ledger.queries import search
from chaperone.organizations.days import today_of
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import is_under, signatures_of
from chaperone.risks import standing
from chaperone.risks.actions.accept import accepted_text
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.endings import withdraw_acceptance
from chaperone.risks.actions.enter import change_risk
from chaperone.risks.actions.review import close_risk, reopen_risk, review_risk
from chaperone.risks.actions.treat import finish_treatment, plan_treatment
from chaperone.risks.errors import (
    AlreadyAccepted,
    Closed,
    InThePast,
    NoOwner,
    NoSuchRisk,
    NotAcceptable,
    NotAccepted,
    NotAssessed,
    NotClosed,
    NoTreatment,
    OwnRisk,
    TooLong,
)
from chaperone.risks.models import Acceptance, Risk
from chaperone.risks.standing import standing_of
from tests.cast import LAKESIDE, Person, grace, inside, samuel, tom
from tests.risks.scene import DAY, LOW, a_judged_risk, a_risk, accepted, now

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
WORSE = LOW | {"residual_likelihood": 4}
WORST = dict.fromkeys(LOW, 5)


def act(verb: Any, risk: Risk, person: Person = samuel, **values: Any) -> Any:
    with person.acting() as actor:
        return verb(actor=actor, risk_id=risk.id, **values)


def planned(risk: Risk, **values: Any) -> None:
    with samuel.acting() as actor:
        given = {"treatment": "reduce", "plan": "Wipe it.", "due": today_of(actor) + 9 * DAY}
        plan_treatment(actor=actor, risk_id=risk.id, owner_id=samuel.user.id, **given | values)


def test_it_is_accepted_with_a_signature_over_what_was_judged():
    risk = a_judged_risk()
    acceptance = accepted(risk)
    risk = now(risk)
    assert standing_of(risk, acceptance.until) == standing.ACCEPTED
    assert standing_of(risk, acceptance.until + DAY) == standing.ENDED
    with grace.acting() as actor:
        (signature,) = signatures_of(actor, risk.id)
        text = accepted_text(risk, acceptance.reason, acceptance.until)
        assert is_under(signature, text)
        assert not is_under(signature, text.replace("level low", "level very low"))
        assert (signature.name, signature.factor) == ("Grace Lin", "totp")
        told = [each.sentence for each in history_of(actor, risk.id)]
    assert told[0] == "Somebody accepted a risk until a day, and signed."


def test_nobody_accepts_a_risk_that_they_own():
    with pytest.raises(OwnRisk, match="a colleague must"):
        accepted(a_judged_risk(), samuel)


def test_nor_one_whose_owner_they_named_to_be_rid_of_it():
    risk = a_judged_risk()
    act(change_risk, risk, owner_id=grace.user.id)
    with pytest.raises(OwnRisk):
        accepted(risk, samuel)
    with pytest.raises(OwnRisk):
        accepted(risk, grace)


def test_nor_one_that_they_judged_themselves():
    risk = a_judged_risk(owner_id=None)
    with grace.acting() as actor:
        change_risk(actor=actor, risk_id=risk.id, owner_id=tom.user.id)
    with pytest.raises(OwnRisk):
        accepted(risk, samuel)


@pytest.mark.parametrize(
    ("risk", "days", "error"),
    [
        (lambda: a_risk(), 30, NotAssessed),
        (lambda: a_judged_risk(owner_id=None), 30, NoOwner),
        (lambda: a_judged_risk(), 366, TooLong),
        (lambda: a_judged_risk(), -1, InThePast),
        (lambda: a_judged_risk(scores=WORST), 1, NotAcceptable),
    ],
    ids=["not judged", "no owner", "too long", "past", "too high"],
)
def test_what_cannot_be_accepted_is_refused_and_nothing_is_signed(risk, days, error):
    found = risk()
    with pytest.raises(error):
        accepted(found, days=days)
    with inside(LAKESIDE):
        assert not Acceptance.objects.filter(risk=found).exists()
    with samuel.acting() as actor:
        assert signatures_of(actor, found.id) == []


def test_it_is_accepted_once_at_a_time_and_again_after_its_last_day(monkeypatch):
    risk = a_judged_risk()
    first = accepted(risk, days=0)
    with pytest.raises(AlreadyAccepted):
        accepted(risk)
    monkeypatch.setattr(
        "chaperone.risks.actions.accept.today_of", lambda actor: today_of(actor) + DAY
    )
    again = accepted(risk)
    assert now(risk).accepted_until == again.until
    act(withdraw_acceptance, risk, grace, reason="Not any more.")
    with inside(LAKESIDE):
        ended = {each.id: each.end_reason for each in Acceptance.objects.filter(risk=risk)}
    assert ended == {first.id: "", again.id: "Not any more."}
    with pytest.raises(NotAccepted):
        act(withdraw_acceptance, risk, grace, reason="Twice.")


def test_a_judgement_that_comes_out_otherwise_ends_what_was_accepted():
    risk = a_judged_risk()
    acceptance = accepted(risk)
    act(assess_risk, risk, controls="The same.", why="Looked again.", **LOW)
    assert now(risk).accepted_until == acceptance.until
    act(assess_risk, risk, controls="Fewer.", why="It was sold.", **WORSE)
    found = now(risk)
    assert (found.accepted_until, found.treatment) == (None, "")
    assert standing_of(found, acceptance.until) == standing.OPEN


def test_another_treatment_ends_an_acceptance_and_is_done_once():
    risk = a_judged_risk()
    with pytest.raises(NoTreatment):
        act(finish_treatment, risk, note="Done.")
    accepted(risk)
    with pytest.raises(NoTreatment):
        act(finish_treatment, risk, note="Done.")
    with pytest.raises(InThePast):
        planned(risk, due=today_of_lakeside() - DAY)
    planned(risk)
    assert (now(risk).accepted_until, now(risk).treatment) == (None, "reduce")
    act(finish_treatment, risk, note="Wiped.")
    assert standing_of(now(risk), today_of_lakeside()) == standing.TREATED
    with pytest.raises(NoTreatment):
        act(finish_treatment, risk, note="Again.")


def test_what_is_closed_is_changed_by_nothing_but_being_opened():
    risk = a_judged_risk()
    acceptance = accepted(risk)
    with pytest.raises(NotClosed):
        act(reopen_risk, risk, reason="?")
    act(close_risk, risk, reason="The printer is gone.")
    assert now(risk).accepted_until is None
    with inside(LAKESIDE):
        assert Acceptance.objects.get(id=acceptance.id).ended_at
    for verb, values in (
        (close_risk, {"reason": "Twice."}),
        (change_risk, {"title": "Other"}),
        (assess_risk, {"controls": "", "why": "x", **LOW}),
        (review_risk, {"note": "x", "next_on": today_of_lakeside() + DAY}),
    ):
        with pytest.raises(Closed):
            act(verb, risk, **values)
    with pytest.raises(Closed):
        planned(risk)
    with pytest.raises(Closed):
        accepted(risk)
    act(reopen_risk, risk, reason="It is back.")
    assert not now(risk).closed


def test_a_review_sets_the_next_day_which_lies_ahead():
    risk = a_judged_risk()
    today = today_of_lakeside()
    with pytest.raises(InThePast):
        act(review_risk, risk, note="Fine.", next_on=today)
    act(review_risk, risk, note="Fine.", next_on=today + DAY)
    found = now(risk)
    assert (found.review_on, found.reviewed_by) == (today + DAY, samuel.user.id)


def test_only_what_differs_is_on_record():
    risk = a_judged_risk()
    before = count_of("risks.risk.changed")
    act(change_risk, risk, title=risk.title)
    assert count_of("risks.risk.changed") == before
    act(change_risk, risk, title="Another", threat="")
    with samuel.acting() as actor:
        latest = history_of(actor, risk.id)[0]
    assert latest.details == [("Title", f"From: {risk.title}, To: Another")]


def test_another_organization_finds_nothing():
    risk = a_judged_risk()
    with pytest.raises(NoSuchRisk):
        act(close_risk, risk, tom, reason="Not theirs.")
    with pytest.raises(NoSuchRisk):
        act(close_risk, Risk(id=uuid4()), reason="Nobody's.")


def test_each_organization_counts_its_own_from_one():
    ours = a_risk()
    assert a_risk().number == ours.number + 1
    assert a_risk(tom).number == 1


def test_the_table_itself_refuses_half_a_judgement_and_an_acceptance_without_a_day():
    risk = a_judged_risk()
    for values in (
        {"residual_level": None},
        {"residual_level": 6},
        {"treatment": "accept"},
        {"accepted_until": today_of_lakeside()},
    ):
        with inside(LAKESIDE), pytest.raises(IntegrityError), transaction.atomic():
            Risk.objects.filter(id=risk.id).update(**values)


def count_of(event: str) -> int:
    with samuel.acting() as actor:
        return len(search(actor, what=event, limit=100).rows)


def today_of_lakeside() -> Any:
    with samuel.acting() as actor:
        return today_of(actor)
