"""Records of processing and impact assessments, where the GDPR applies."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.access.roles import ELEMENTS
from chaperone.organizations.actions import change_setting
from chaperone.risks.models import ImpactAssessment, ProcessingActivity
from chaperone.risks.processing.actions import record_activity
from chaperone.risks.processing.criteria import CRITERIA, is_needed
from chaperone.risks.processing.dues import dues
from chaperone.risks.processing.proposing import proposals
from chaperone.risks.processing.settings import GDPR
from tests.cast import inside
from tests.risks.asking import get, post, text, url
from tests.risks.cast import HERE, administrator, auditor, coach, officer, stranger
from tests.vendors.scene import agreement, ended
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
SENT = {
    "name": "Payroll",
    "role": "controller",
    "purposes": "Paying staff.",
    "basis": "contract",
    "special": "none",
    "subjects": "Staff",
    "elements": [],
    "other_data": "Names and bank accounts",
    "recipients": "The bank.",
    "transfers": "",
    "kept": "Ten years.",
    "safeguards": "Locked away.",
}
IMPACT = {
    "description": "Texts are answered.",
    "necessity": "There is no other way.",
    "risks": "Others could read them.",
    "measures": "They are sealed.",
    "advice": "",
}


def entered(person=officer, **changes):
    with person.acting() as actor:
        return record_activity(actor=actor, **SENT | changes)


def applies(person=officer):
    with person.acting() as actor:
        change_setting(actor=actor, setting=GDPR, value=True, reason="We care for people in Spain.")


def test_what_the_system_does_is_proposed_from_its_own_roles():
    found = {each.source: each for each in proposals()}
    assert "treatment" in found
    assert "messages" in found["treatment"].elements
    assert "Coach" in found["treatment"].opened_by
    assert "Assistant" in found["treatment"].opened_by
    assert "messages" not in found["operations"].elements
    for each in found.values():
        assert not [name for name in each.elements if ELEMENTS[name].planned]


def test_entries_are_made_of_it_once():
    shown = text(get(officer, "processing:register"))
    assert "Nobody has said that the GDPR applies" in shown
    applies()
    assert post(officer, "processing:propose").status_code == 302
    shown = text(get(auditor, "processing:register"))
    for said in ("Care by text message", "Running the service", "Messages", "In use"):
        assert said in shown
    assert "Nobody has said" not in shown
    post(officer, "processing:propose")
    with inside(HERE):
        assert ProcessingActivity.objects.count() == len(proposals())


def test_an_assessment_is_needed_written_and_signed():
    one = entered()
    place = {"activity_id": one.id}
    assert "Nobody has judged yet" in text(get(auditor, "processing:activity", **place))
    needed = {"criteria": ["sensitive", "innovative"]}
    assert post(officer, "processing:need", needed, **place).status_code == 302
    assert "Impact assessment missing" in text(get(auditor, "processing:register"))
    assert post(officer, "processing:sign", **place).status_code == 400
    assert post(officer, "processing:assess", IMPACT, **place).status_code == 302
    assert "They are sealed." in text(get(administrator, "processing:sign", **place))
    assert post(administrator, "processing:sign", **place).status_code == 302
    shown = text(get(auditor, "processing:activity", **place))
    for said in ("One is needed", "Hana Sato", "approves the impact assessment", "Signed"):
        assert said in shown
    assert "Impact assessment missing" not in text(get(auditor, "processing:register"))
    refused = pytest.raises(DatabaseError, match="What was signed")
    with inside(HERE), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("UPDATE risks_impactassessment SET risks = 'None.'")
    assert post(officer, "processing:assess", IMPACT, **place).status_code == 302
    assert post(officer, "processing:sign", **place).status_code == 302
    with inside(HERE):
        states = ImpactAssessment.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["replaced", "signed"]


def test_who_gets_it_and_on_what_grounds_is_read_from_the_agreements_in_force():
    activity = entered(elements=["messages"])
    page = {"activity_id": activity.id}
    before = text(get(auditor, "processing:activity", **page))
    assert "Model Works" not in before
    let_out = agreement(officer, country="Ireland", transfer="clauses")
    shown = text(get(auditor, "processing:activity", **page))
    assert "Model Works" in shown
    assert "Ireland" in shown
    assert "Standard contractual clauses, Art. 46(2)(c)" in shown
    other = entered(name="Identity", elements=["name"])
    assert "Model Works" not in text(get(auditor, "processing:activity", activity_id=other.id))
    ended(let_out.id, officer)
    assert "Model Works" not in text(get(auditor, "processing:activity", **page))


@pytest.mark.parametrize(
    ("criteria", "needed"),
    [
        ((), False),
        (("sensitive",), False),
        (("sensitive", "large_scale"), True),
        (tuple(CRITERIA), True),
    ],
)
def test_two_criteria_call_for_one(criteria, needed):
    assert is_needed(criteria) is needed


def test_a_review_moves_the_day_and_a_retired_entry_stays_as_it_was():
    applies()
    one = entered(review_on=date(2026, 1, 5))
    place = {"activity_id": one.id}
    with inside(HERE):
        assert [due.due_on for due in dues(HERE, date(2026, 1, 5))] == [date(2026, 1, 5)]
    assert "To be reviewed" in text(get(auditor, "processing:register"))
    assert post(officer, "processing:change", SENT, **place).status_code == 302
    with inside(HERE):
        assert list(dues(HERE, date(2026, 12, 31))) == []
    assert post(officer, "processing:retire", {"reason": "Sold."}, **place).status_code == 302
    late = post(officer, "processing:change", SENT, **place)
    assert late.status_code == 400
    assert "retired" in text(late)
    assert "Sold." in text(get(auditor, "processing:activity", **place))


def test_nothing_falls_due_where_the_gdpr_does_not_apply():
    entered(review_on=date(2026, 1, 5))
    with inside(HERE):
        assert list(dues(HERE, date(2099, 1, 1))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 161},
        {"basis": "curiosity"},
        {"special": ""},
        {"elements": ["everything"]},
        {"kept": ""},
        {"purposes": ["a", "b"]},
        {"subjects": "a\0b"},
    ],
)
def test_a_wrong_entry_is_refused_and_stays_typed(wrong):
    answer = post(officer, "processing:add", SENT | wrong)
    assert answer.status_code == 400
    assert "Locked away." in text(answer)


def test_two_entries_of_one_name_are_refused():
    entered()
    answer = post(officer, "processing:add", SENT)
    assert answer.status_code == 400
    assert "is in the records already" in text(answer)


def test_who_may_what():
    one = entered(stranger)
    for name in ("activity", "change", "need", "assess", "sign", "retire"):
        assert get(officer, f"processing:{name}", activity_id=one.id).status_code == 404
    own = entered()
    assert get(administrator, "processing:change", activity_id=own.id).status_code == 404
    assert get(auditor, "processing:sign", activity_id=own.id).status_code == 404
    assert get(officer, "processing:activity", activity_id=uuid4()).status_code == 404
    assert get(coach, "processing:register").status_code == 404


def test_the_register_costs_the_same_for_few_and_many_and_is_taken_away():
    entered()
    client = officer.client()
    few = queries(client, url("processing:register"))
    for number in range(6):
        entered(name=f"Payroll {number}")
    assert queries(client, url("processing:register")) == few
    assert few <= 18
    table = client.get("/registers/processing/export.json", secure=True).content.decode()
    assert "Payroll 5" in table
