"""Who sees to a standard; and what does not apply, signed by two people."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.duties.registry import sources
from chaperone.evidence.collecting import Status, collect_all
from chaperone.evidence.models import NotApplicable, Plan
from chaperone.evidence.standing.dues import dues
from chaperone.evidence.standing.queries import not_applicable_reason, plan_of, set_aside_of
from chaperone.ledger.queries import search
from chaperone.registers.models import Signature
from tests.cast import inside, maria, samuel, today_there
from tests.evidence.asking import CITATION, get, post, second, text, url
from tests.risks.cast import HERE, auditor, coach, officer

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
REASON = "We are no clearinghouse, and none is part of us."


def tomorrow(days=1):
    return (today_there() + timedelta(days=days)).isoformat()


def signed_once(**changes):
    values = {"reason": REASON, "review_on": tomorrow(300), **changes}
    return post(officer, "set_aside", values, citation=CITATION)


def planned(**changes):
    values = {
        "owner_id": str(officer.user.id),
        "next_step": "Write it down.",
        "due_on": tomorrow(10),
        **changes,
    }
    return post(officer, "plan", values, citation=CITATION)


class TestPlans:
    def test_who_sees_to_it_stands_on_the_page_and_in_the_calendar(self):
        assert planned().status_code == 302
        page = text(get(auditor, "standard", citation=CITATION))

        assert "Tom Becker" in page
        assert "Write it down." in page
        assert dues in sources()
        with inside(HERE):
            found = list(dues(HERE, today_there() + timedelta(days=30)))
        assert [(each.owner, each.route) for each in found] == [
            (officer.user.id, "evidence:standard")
        ]

    def test_it_is_changed_and_what_was_typed_stays_out_of_the_ledger(self):
        planned()
        planned(next_step="Ask the secretary about it.")

        with officer.acting() as actor:
            assert Plan.objects.filter(organization_id=HERE).count() == 1
            assert plan_of(actor, CITATION).next_step.reveal() == "Ask the secretary about it."
            rows = search(actor, event="evidence.plan.set").rows
        assert len(rows) == 2
        assert not any("secretary" in str(row.details) for row in rows)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"owner_id": ""},
            {"owner_id": "00000000-0000-7000-8000-000000000001"},
            {"owner_id": "x"},
            {"next_step": ""},
            {"next_step": "x" * 1001},
            {"next_step": "a\x00b"},
            {"due_on": "soon"},
            {"due_on": "9999-01-01"},
            {"due_on": ["2026-12-01", "2026-12-02"]},
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, wrong):
        answer = planned(**wrong)

        assert answer.status_code == 400
        with officer.acting() as actor:
            assert plan_of(actor, CITATION) is None

    def test_only_who_works_here_can_be_named(self):
        assert planned(owner_id=str(samuel.user.id)).status_code == 400


class TestWhatDoesNotApply:
    def test_it_counts_once_two_people_signed(self):
        assert signed_once().status_code == 302
        with officer.acting() as actor:
            assert not_applicable_reason(actor, CITATION) is None
            assert statuses(actor)[CITATION] != Status.NOT_APPLICABLE
        assert "Waits for a second signature" in text(get(second, "standard", citation=CITATION))
        assert REASON in text(get(second, "aside_decide", citation=CITATION))
        assert post(second, "aside_decide", citation=CITATION).status_code == 302

        with officer.acting() as actor:
            assert not_applicable_reason(actor, CITATION) == REASON
            found = {each.citation: each for each in collect_all(actor)}[CITATION]
            aside = set_aside_of(actor, CITATION)
            assert found.status == Status.NOT_APPLICABLE
            assert found.ledger == (aside.entry_id,)
            names = Signature.objects.filter(id__in=[aside.signature_id, aside.agreement_id])
            assert {each.name for each in names} == {"Tom Becker", "Lena Fox"}

    def test_nobody_signs_twice(self):
        signed_once()
        answer = post(officer, "aside_decide", citation=CITATION)

        assert answer.status_code == 400
        assert "the second signature is another person" in text(answer)
        with inside(HERE), pytest.raises(DatabaseError), transaction.atomic():
            NotApplicable.objects.update(decided_by=officer.user.id)

    def test_the_second_may_refuse(self):
        signed_once()
        assert post(second, "aside_decline", citation=CITATION).status_code == 302

        with officer.acting() as actor:
            assert set_aside_of(actor, CITATION) is None
        assert post(second, "aside_decide", citation=CITATION).status_code == 302

    def test_it_ends_and_can_be_signed_anew(self):
        signed_once()
        assert "signed as not applicable already" in text(signed_once())
        post(second, "aside_decide", citation=CITATION)
        post(officer, "aside_end", citation=CITATION)

        with officer.acting() as actor:
            assert not_applicable_reason(actor, CITATION) is None
        assert signed_once().status_code == 302

    def test_what_was_signed_is_not_rewritten(self):
        signed_once()
        post(second, "aside_decide", citation=CITATION)

        for change in ("review_on = '2030-01-01'", "state = 'waiting'", "reason = '\\x01'"):
            with inside(HERE), pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(f"update evidence_notapplicable set {change}")

    def test_it_falls_due_to_be_decided_and_to_be_looked_at_again(self):
        signed_once()
        year = today_there() + timedelta(days=366)
        with inside(HERE):
            assert [each.key.split(":")[0] for each in dues(HERE, year)] == ["evidence.decide"]
        post(second, "aside_decide", citation=CITATION)
        with inside(HERE):
            assert [each.key.split(":")[0] for each in dues(HERE, year)] == ["evidence.aside"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": ""},
            {"reason": "x" * 4001},
            {"reason": "a\x00b"},
            {"review_on": "2020-01-01"},
            {"review_on": "2099-01-01"},
            {"review_on": ""},
            {"reason": ["a", "b"]},
        ],
    )
    def test_what_is_wrong_is_said(self, wrong):
        assert signed_once(**wrong).status_code == 400
        with officer.acting() as actor:
            assert set_aside_of(actor, CITATION) is None

    def test_without_a_fresh_factor_it_is_asked_for_first(self):
        client = officer.client()
        session = client.session
        for method in session["account_authentication_methods"]:
            method["at"] -= 3600
        session.save()
        answer = client.post(
            url("set_aside", citation=CITATION),
            {"reason": REASON, "review_on": tomorrow(9)},
            secure=True,
        )

        assert answer.status_code == 302
        with officer.acting() as actor:
            assert set_aside_of(actor, CITATION) is None


def test_who_may_not_is_refused():
    for person in (auditor, coach, maria):
        for name in ("plan", "set_aside", "aside_decide", "aside_decline", "aside_end"):
            assert post(person, name, citation=CITATION).status_code == 404
    assert get(auditor, "standard", citation="164.999(z)").status_code == 404


def statuses(actor):
    return {each.citation: each.status for each in collect_all(actor)}
