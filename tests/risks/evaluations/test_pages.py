"""Evaluations: planned, done with a report and findings, and back in a year."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chaperone.risks.evaluations.actions import plan_evaluation
from chaperone.risks.evaluations.dues import dues
from chaperone.risks.models import Evaluation
from tests.cast import inside, today_there
from tests.risks.asking import get, post, text, url
from tests.risks.cast import HERE, auditor, coach, officer, stranger
from tests.risks.findings.scene import finding
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PLAN = {
    "kind": "penetration_test",
    "nature": "technical",
    "title": "Penetration test of the portal",
    "scope": "Portal and API.",
    "performed_by": "Red Lantern",
    "planned_on": "2026-11-30",
    "repeat_months": "12",
    "owner_id": "",
}
DONE = {"done_on": "2026-02-28", "performed_by": "Red Lantern", "result": "Two findings."}


def planned(person=officer, **changes):
    values = {**PLAN, "planned_on": date(2026, 2, 28), "repeat_months": 12, "owner_id": None}
    with person.acting() as actor:
        return plan_evaluation(actor=actor, **values | changes)


def test_from_a_plan_to_a_report_and_the_next_plan():
    assert "No evaluation yet" in text(get(officer, "evaluations:register"))
    answer = post(officer, "evaluations:add", PLAN)
    assert answer.status_code == 302
    with inside(HERE):
        one = Evaluation.objects.get()
    place = {"evaluation_id": one.id}
    changed = {**PLAN, "planned_on": "2026-12-01"}
    assert post(officer, "evaluations:change", changed, **place).status_code == 302
    assert post(officer, "evaluations:conclude", DONE, **place).status_code == 302
    add = reverse(
        "registers:attachment_add", kwargs={"kind": "risks.evaluation", "record_id": one.id}
    )
    report = {"file": SimpleUploadedFile("report.txt", b"All of it.")}
    assert officer.client().post(add, report, secure=True).status_code == 302
    assert auditor.client().post(add, report, secure=True).status_code == 404
    finding(evaluation_id=one.id)
    shown = text(get(auditor, "evaluations:evaluation", **place))
    for said in ("Two findings.", "report.txt", "Old library", "2027-02-28", "was done"):
        assert said in shown
    register = text(get(auditor, "evaluations:register"))
    assert "Last technical evaluation: 2026-02-28" in register
    assert "Last non-technical: none on record" in register
    again = post(officer, "evaluations:conclude", DONE, **place)
    assert again.status_code == 400
    assert "done or called off already" in text(again)


def test_what_is_called_off_does_not_come_back():
    one = planned()
    sent = {"reason": "Not needed."}
    assert post(officer, "evaluations:cancel", sent, evaluation_id=one.id).status_code == 302
    with inside(HERE):
        assert [row.state for row in Evaluation.objects.all()] == ["cancelled"]
        assert list(dues(HERE, date(2099, 1, 1))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "guess"},
        {"nature": ""},
        {"title": "x" * 201},
        {"scope": ""},
        {"planned_on": "2026-02-30"},
        {"planned_on": "2206-02-03"},
        {"repeat_months": "7"},
        {"owner_id": str(uuid4())},
        {"title": ["a", "b"]},
        {"title": "a\0b"},
    ],
)
def test_a_wrong_plan_is_refused_and_stays_typed(wrong):
    answer = post(officer, "evaluations:add", PLAN | wrong)
    assert answer.status_code == 400
    if "scope" not in wrong:
        assert "Portal and API." in text(answer)


def test_what_has_not_happened_is_not_done():
    tomorrow = today_there() + timedelta(days=1)
    sent = DONE | {"done_on": tomorrow.isoformat()}
    answer = post(officer, "evaluations:conclude", sent, evaluation_id=planned().id)
    assert answer.status_code == 400
    assert "has not come yet" in text(answer)


def test_it_falls_due_on_its_day():
    one = planned(planned_on=date(2026, 3, 1), owner_id=officer.user.id)
    with inside(HERE):
        assert list(dues(HERE, date(2026, 2, 28))) == []
        (due,) = dues(HERE, date(2026, 3, 1))
    assert (due.due_on, due.owner) == (date(2026, 3, 1), officer.user.id)
    assert reverse(due.route, kwargs=due.arguments) == url(
        "evaluations:evaluation", evaluation_id=one.id
    )


def test_who_may_what():
    one = planned(stranger)
    assert get(officer, "evaluations:evaluation", evaluation_id=one.id).status_code == 404
    sent = {"reason": "Not mine."}
    assert post(officer, "evaluations:cancel", sent, evaluation_id=one.id).status_code == 404
    own = planned()
    assert post(auditor, "evaluations:cancel", sent, evaluation_id=own.id).status_code == 404
    assert get(coach, "evaluations:register").status_code == 404


def test_the_register_costs_the_same_for_few_and_many_and_is_taken_away():
    planned()
    client = officer.client()
    few = queries(client, url("evaluations:register"))
    for number in range(9):
        planned(title=f"Scan {number}")
    assert queries(client, url("evaluations:register")) == few
    assert few <= 20
    table = client.get("/registers/evaluations/export.csv", secure=True).content.decode()
    assert "Scan 8" in table
