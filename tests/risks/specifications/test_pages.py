"""The 22 addressable specifications: proposed, written, signed, reviewed."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.registers.models import Signature
from chaperone.risks.models import SpecificationDecision
from chaperone.risks.specifications.actions import sign_decisions, text_of, write_decision
from chaperone.risks.specifications.dues import dues
from chaperone.risks.specifications.errors import NotAddressable, NothingToSign
from chaperone.risks.specifications.proposals import proposals
from chaperone.risks.specifications.queries import specifications_of
from chaperone.risks.specifications.responsibility import responsibilities
from chaperone.standards.catalogue import Level, addressable, find
from tests.cast import inside, samuel, today_there
from tests.risks.asking import get, post, text, url
from tests.risks.cast import HERE, THERE, administrator, auditor, coach, officer, stranger
from tests.risks.specifications.scene import CITATION, signed, written
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def all_of(person=officer):
    with person.acting() as actor:
        return {each.standard.citation: each for each in specifications_of(actor)}


def test_there_is_a_proposal_for_each_of_the_22_and_for_nothing_else():
    assert set(proposals()) == {each.citation for each in addressable()}
    assert len(proposals()) == 22
    assert {each.choice for each in proposals().values()} <= set(
        SpecificationDecision.Choice.values
    )


def test_the_demo_has_a_record_for_each_and_a_fresh_organization_lists_each_as_undecided():
    with samuel.acting() as actor:
        states = {each.state(today_there()) for each in specifications_of(actor)}
    assert states == {"in_force", "due", "draft"}
    assert {each.state(today_there()) for each in all_of().values()} == {"undecided"}
    page = text(get(officer, "specifications:register"))
    assert "0 of 22 addressable specifications are decided and signed" in page


def test_from_proposals_to_signed_decisions():
    assert "0 of 22 addressable specifications are decided" in text(
        get(auditor, "specifications:register")
    )
    assert post(officer, "specifications:propose").status_code == 302
    page = text(get(officer, "specifications:sign"))
    assert page.count("Sign the decision on") == 22
    ids = [str(each.draft.id) for each in all_of().values()]
    assert post(officer, "specifications:sign", {"decision_ids": ids[:20]}).status_code == 302
    shown = text(get(auditor, "specifications:register"))
    assert "20 of 22" in shown
    assert "Tom Becker" in shown
    assert shown.count("Written, not signed") == 2


def test_what_is_signed_is_the_text_to_the_last_letter():
    decision = signed()
    with inside(HERE):
        signature = Signature.objects.get(id=decision.signature_id)
    assert signature.sha256 == sha256(text_of(decision).encode()).hexdigest()
    assert CITATION in text_of(decision)
    shown = text(get(auditor, "specifications:specification", citation=CITATION))
    assert signature.sha256 in shown


def test_a_draft_holds_nothing_until_it_is_signed_and_then_takes_the_place():
    first = signed(reasoning="First.")
    second = written(reasoning="Second.")
    assert all_of()[CITATION].in_force.reasoning == "First."
    sent = {"decision_ids": [str(second.id)]}
    assert post(officer, "specifications:sign", sent).status_code == 302
    found = all_of()[CITATION]
    assert (found.in_force.reasoning, found.draft) == ("Second.", None)
    with inside(HERE):
        first.refresh_from_db()
    assert first.state == SpecificationDecision.State.REPLACED


def test_a_signed_decision_cannot_be_rewritten_even_in_the_database():
    decision = signed()
    with inside(HERE), connection.cursor() as cursor:
        for change in (
            "reasoning = 'Other.'",
            "choice = 'equivalent'",
            "decided_by = written_by, signature_id = null",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(
                    f"UPDATE risks_specificationdecision SET {change} WHERE id = %s", [decision.id]
                )


def test_signing_asks_for_the_second_factor_again():
    written()
    client = officer.client()
    session = client.session
    session["account_authentication_methods"] = [
        {**each, "at": each["at"] - 3600} for each in session["account_authentication_methods"]
    ]
    session.save()
    for ask in (client.get, client.post):
        answer = ask(url("specifications:sign"), secure=True)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/again/")
    assert all_of()[CITATION].in_force is None


def test_a_decision_is_due_after_a_year_and_stays_by_a_signature():
    decision = signed()
    last = decision.review_on
    with inside(HERE):
        assert list(dues(HERE, last - timedelta(days=1))) == []
        assert [due.due_on for due in dues(HERE, last)] == [last]
        past = today_there() - timedelta(days=1)
        SpecificationDecision.objects.filter(id=decision.id).update(review_on=past)
    assert ", 1 of them due for review" in text(get(auditor, "specifications:register"))
    sent = {"note": "Nothing has changed."}
    place = {"citation": CITATION}
    assert post(officer, "specifications:review", sent, **place).status_code == 302
    with inside(HERE):
        decision.refresh_from_db()
    assert decision.review_on == last
    assert "looked at again, and stays" in text(
        get(auditor, "specifications:specification", **place)
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("write", {"choice": "ignore", "reasoning": "x"}),
        ("write", {"choice": "implement", "reasoning": ""}),
        ("write", {"choice": "implement", "reasoning": "x" * 4001}),
        ("write", {"choice": ["implement", "equivalent"], "reasoning": "x"}),
        ("review", {"note": ""}),
        ("review", {"note": "Nothing is in force."}),
    ],
)
def test_what_is_wrong_is_said(name, data):
    assert post(officer, f"specifications:{name}", data, citation=CITATION).status_code == 400


@pytest.mark.parametrize("ids", [[], [str(uuid4())], ["x"]])
def test_only_drafts_of_ones_own_are_signed(ids):
    written()
    assert post(officer, "specifications:sign", {"decision_ids": ids}).status_code == 400
    foreign = written(stranger)
    with officer.acting() as actor, pytest.raises(NothingToSign):
        sign_decisions(actor=actor, decision_ids=[foreign.id], factor="totp")
    with inside(THERE):
        foreign.refresh_from_db()
    assert foreign.signature_id is None


def test_there_is_nothing_to_choose_about_a_required_one():
    assert get(officer, "specifications:specification", citation="164.312(b)").status_code == 404
    with officer.acting() as actor, pytest.raises(NotAddressable):
        write_decision(actor=actor, citation="164.312(b)", choice="not_reasonable", reasoning="No.")


def test_who_may_what():
    written()
    assert post(auditor, "specifications:propose").status_code == 404
    assert get(auditor, "specifications:sign").status_code == 404
    assert get(administrator, "specifications:write", citation=CITATION).status_code == 404
    assert get(administrator, "specifications:sign").status_code == 200
    assert get(coach, "specifications:register").status_code == 404


def test_the_register_costs_the_same_for_none_and_all():
    client = officer.client()
    none = queries(client, url("specifications:register"))
    post(officer, "specifications:propose")
    ids = [str(each.draft.id) for each in all_of().values()]
    post(officer, "specifications:sign", {"decision_ids": ids})
    assert queries(client, url("specifications:register")) <= none + 1
    assert none <= 18


def test_everybody_has_a_part_in_each_standard():
    cited = [each.citation for each in responsibilities()]
    assert len(cited) == len(set(cited)) >= 22
    for each in responsibilities():
        assert find(each.citation).level in (Level.STANDARD, Level.REQUIRED)
        assert each.customer
    shown = text(get(auditor, "specifications:responsibility"))
    assert "Who answers for what?" in shown
    table = get(auditor, "specifications:responsibility_csv")
    assert table.content.decode().count("164.3") >= 22
    printed = get(auditor, "specifications:responsibility_pdf")
    assert printed.content.startswith(b"%PDF")
