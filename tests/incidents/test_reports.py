"""Reports: taken from anybody, seen by those who may, never by whom they name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from chaperone.access.actors import operator
from chaperone.accounts.actions.throttle import is_closed, subject_of_address
from chaperone.accounts.requests import Origin
from chaperone.duties.dues import dues_of
from chaperone.incidents.models import Report
from chaperone.incidents.reports.references import digest_of, read_reference
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from tests.cast import (
    HARBOR,
    LAKESIDE,
    daniel,
    grace,
    ines,
    inside,
    maria,
    samuel,
    today_there,
    tom,
)
from tests.incidents.asking import get, post, text, url
from tests.incidents.scene import CONCERN, filed, opened
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PUBLIC = {"organization": "lakeside"}


def one(report) -> str:
    return url("one_report", report_id=report.id)


def told(kind: str) -> set:
    with inside(LAKESIDE):
        return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def shown_number(page: str) -> str:
    number = page.split('<p class="mono"> <strong>')[1].split("<")[0]
    assert read_reference(number) == number
    return number


def test_a_colleague_reports_from_a_link_on_every_page_and_gets_a_number():
    client = maria.client()
    assert f'href="{url("report")}"' in client.get("/", secure=True, follow=True).content.decode()
    answer = client.post(url("report"), {"text": CONCERN}, secure=True)
    assert answer.status_code == 200
    number = shown_number(text(answer))
    with inside(LAKESIDE):
        report = Report.objects.get(reference=digest_of(number))
        assert report.text.reveal() == CONCERN
        assert report.due_at - report.received_at == timedelta(hours=24)
    assert told("incidents.report_received") == {samuel.user.id}
    assert "Received, not taken up yet" in text(client.get(url("report"), secure=True))


def test_an_officer_reads_it_on_record_takes_it_up_and_the_reporter_sees_the_answer():
    report = filed().report
    assert CONCERN in text(get(samuel, "one_report", report_id=report.id))
    with inside(LAKESIDE):
        (entry,) = search(operator(LAKESIDE), event="incidents.report.opened").rows
    assert entry.actor_id == samuel.user.id
    answer = post(samuel, "acknowledge_report", {"answer": "We look."}, report_id=report.id)
    assert answer.status_code == 302
    assert "We look." in text(get(maria, "report"))
    assert maria.user.id in told("incidents.report_taken_up")
    again = post(samuel, "acknowledge_report", {"answer": ""}, report_id=report.id)
    assert again.status_code == 400
    assert "done already" in text(again)


def test_whom_it_names_never_sees_it_and_nobody_is_told_of_the_reporter():
    report = filed(names_id=samuel.user.id).report
    assert report.confidential
    assert get(samuel, "one_report", report_id=report.id).status_code == 404
    assert f"Report {report.number}<" not in text(get(samuel, "reports"))
    for verb in ("acknowledge_report", "close_report", "merge_report"):
        assert post(samuel, verb, report_id=report.id).status_code == 404
    assert samuel.client().get(url("open"), {"report": report.id}, secure=True).status_code == 404
    with samuel.acting():
        assert not Report.objects.filter(id=report.id).exists()
        assert not Report.objects.filter(id=report.id).update(state="closed")
    with inside(LAKESIDE):
        (entry,) = search(operator(LAKESIDE), event="incidents.report.filed").rows
    assert (entry.actor_kind, entry.actor_id) == ("anonymous", None)
    assert str(maria.user.id) not in str(entry.details)
    # He is the only one who runs incidents: those who give roles are told to find another.
    assert told("incidents.report_received") == set()
    assert told("incidents.report_for_nobody") == {grace.user.id}


def test_a_case_of_such_a_report_is_hidden_from_them_too():
    report = filed(names_id=grace.user.id).report
    found = opened(report_id=report.id)
    assert (found.confidential, found.about_id) == (True, grace.user.id)
    with inside(LAKESIDE):
        assert Report.objects.get(id=report.id).state == "case"
    assert get(ines, "case", incident_id=found.id).status_code == 404
    assert get(samuel, "case", incident_id=found.id).status_code == 200


def test_an_auditor_sees_that_there_is_one_and_not_what_it_says():
    report, hidden = filed().report, filed(confidential=True).report
    page = text(get(ines, "one_report", report_id=report.id))
    assert CONCERN not in page
    assert "opened by those who run incidents" in page
    assert get(ines, "one_report", report_id=hidden.id).status_code == 404
    assert post(ines, "acknowledge_report", report_id=report.id).status_code == 404


@pytest.mark.parametrize("person", [maria, daniel])
def test_a_coach_reads_no_reports(person):
    report = filed().report
    assert get(person, "reports").status_code == 404
    assert get(person, "one_report", report_id=report.id).status_code == 404


def test_another_organization_sees_none_of_it():
    report = filed().report
    assert get(tom, "one_report", report_id=report.id).status_code == 404
    with inside(HARBOR):
        assert not Report.objects.exists()


def test_an_unnamed_report_keeps_no_name():
    report = filed(unnamed=True).report
    assert (report.reporter_id, report.confidential) == (None, True)
    assert "What you reported in your name" not in text(get(maria, "report"))
    assert "somebody who gave no name" in text(get(samuel, "one_report", report_id=report.id))


def test_its_text_is_sealed_and_in_no_entry():
    filed()
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM incidents_report")
        assert b"laptop" not in bytes(cursor.fetchone()[0])
        (entry,) = search(operator(LAKESIDE), event="incidents.report.filed").rows
    assert "laptop" not in str(entry.details)


def test_what_waits_is_due_until_somebody_takes_it_up():
    report = filed().report
    until = today_there() + timedelta(days=2)

    def due() -> list[str]:
        with inside(LAKESIDE):
            return [each.what for each in dues_of(LAKESIDE, until) if "concern" in each.what]

    assert due() == ["Take up 1 reported concern"]
    post(samuel, "acknowledge_report", {"answer": "We look."}, report_id=report.id)
    assert due() == []


def test_anybody_reports_by_the_public_page_and_follows_it_by_the_number():
    client = Client()
    address = url("public_report", **PUBLIC)
    assert "You need not give your name" in text(client.get(address, secure=True))
    answer = client.post(address, {"text": CONCERN, "contact": ""}, secure=True)
    number = shown_number(text(answer))
    assert number not in answer.request["PATH_INFO"]
    follow = url("public_followed", **PUBLIC)
    shown = text(client.post(follow, {"reference": number.lower()}, secure=True))
    assert "Received, not taken up yet" in shown
    assert CONCERN not in shown
    elsewhere = url("public_followed", organization="harbor")
    other = client.post(elsewhere, {"reference": number}, secure=True)
    assert other.status_code == 400
    assert "no report with this number" in text(other)
    wrong = client.post(follow, {"reference": "0" * 16}, secure=True)
    assert wrong.status_code == 400


def test_the_public_page_waits_after_a_few_and_does_not_lock_out_who_signs_in():
    client = Client()
    address = url("public_report", **PUBLIC)
    codes = [client.post(address, {"text": "x"}, secure=True).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    late = client.post(address, {"text": "kept as typed"}, secure=True)
    assert "kept as typed" in text(late)
    with inside(LAKESIDE):
        assert Report.objects.count() == 5
    assert not is_closed(subject_of_address(Origin("127.0.0.1", "")))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": ""},
        {"text": "   "},
        {"text": "a\0b"},
        {"text": "x" * 4001},
        {"text": ["a", "b"]},
        {"text": "x", "contact": "y" * 201},
        {"text": "x", "contact": "\0"},
    ],
)
def test_what_cannot_be_a_report_is_said_to_be_none(sent):
    answer = Client().post(url("public_report", **PUBLIC), sent, secure=True)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert not Report.objects.exists()


@pytest.mark.parametrize("reference", ["", "x", "\0" * 16, "7KQ2" * 20, "ÜÜÜÜ" * 4])
def test_what_is_no_number_is_said_to_be_none(reference):
    answer = Client().post(url("public_followed", **PUBLIC), {"reference": reference}, secure=True)
    assert answer.status_code == 400


def test_there_is_no_page_of_nobody():
    for name in ("public_report", "public_followed"):
        assert Client().get(url(name, organization="nobody"), secure=True).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x", "names_id": "not an id"},
        {"text": "x", "names_id": str(LAKESIDE)},
        {"text": "x", "confidential": ["on", "on"]},
        {"text": "a\0b"},
    ],
)
def test_bad_input_of_a_colleague(sent):
    assert post(maria, "report", sent).status_code == 400


def test_nobody_names_themselves():
    assert post(maria, "report", {"text": "x", "names_id": str(maria.user.id)}).status_code == 400


def test_the_list_takes_as_many_queries_for_one_as_for_many():
    client = samuel.client()
    filed()
    few = queries(client, url("reports"))
    for _ in range(4):
        filed()
    assert queries(client, url("reports")) == few
