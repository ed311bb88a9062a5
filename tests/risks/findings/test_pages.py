"""The pages of findings: from a scan to a closed finding, and who may do what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chaperone.risks.models import Finding, FindingException
from tests.cast import inside, today_there
from tests.risks.asking import get, post, text, url
from tests.risks.cast import HERE, administrator, auditor, coach, officer, stranger
from tests.risks.findings.scene import CSV, SOURCE, finding, found, imported, row
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


ONE = CSV + row("1")


def uploaded(content=ONE, **changes):
    sent = {
        "source": SOURCE,
        "whole": "on",
        "file": SimpleUploadedFile("scan.csv", content.encode()),
    }
    return post(officer, "findings:import", sent | changes)


def test_a_scan_is_looked_over_and_taken_in():
    assert "No findings yet" in text(get(officer, "findings:register"))
    answer = uploaded()
    assert answer.status_code == 302
    shown = text(officer.client().get(answer["Location"], secure=True))
    assert "CVE-2026-1" in shown
    with inside(HERE):
        assert Finding.objects.count() == 0
    assert officer.client().post(answer["Location"], secure=True).status_code == 302
    shown = text(get(auditor, "findings:register"))
    assert "1 is old" in shown
    assert "in 30 days" in shown
    again = officer.client().post(answer["Location"], secure=True)
    assert again["Location"] == url("findings:import")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "This field is required"),
        ({"source": "x" * 81}, "at most 80 characters"),
        ({"source": "a\0b"}, "Null characters"),
        ({"source": ["a", "b"]}, "more than once"),
        ({"evaluation_id": str(uuid4())}, "Select a valid choice"),
        ({"file": ""}, "This field is required"),
        ({"file": SimpleUploadedFile("x.json", b'{"runs": 3}')}, "version: it is missing"),
        ({"file": SimpleUploadedFile("x.csv", b"\xff\xfe")}, "Line 1"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_what_was_typed_stays(changes, said):
    answer = uploaded(**changes)
    assert answer.status_code == 400
    assert said in text(answer)
    if "source" not in changes:
        assert SOURCE in text(answer)


def test_a_file_that_is_too_large_is_refused():
    answer = uploaded("x" * 2_020_000)
    assert answer.status_code == 413
    assert "larger than 2 MB" in text(answer)


def test_a_finding_is_given_to_somebody_closed_and_opened_again():
    one = finding()
    place = {"finding_id": one.id}
    assert (
        post(
            officer, "findings:assign", {"owner_id": str(administrator.user.id)}, **place
        ).status_code
        == 302
    )
    closing = {"how": "mended", "note": "Upgraded."}
    assert post(officer, "findings:close", closing, **place).status_code == 302
    shown = text(get(auditor, "findings:finding", **place))
    for said in ("Hana Sato", "Upgraded.", "Closed", "Somebody was named", "was closed"):
        assert said in shown
    again = post(officer, "findings:close", closing, **place)
    assert again.status_code == 400
    assert "This finding is closed" in text(again)
    assert post(officer, "findings:reopen", {"note": "It is back."}, **place).status_code == 302
    assert found().state == Finding.State.OPEN


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("close", {"how": "wished_away", "note": "x"}),
        ("close", {"how": "mended", "note": ""}),
        ("close", {"how": "mended", "note": "x" * 501}),
        ("close", {"how": ["mended", "mistaken"], "note": "x"}),
        ("assign", {"owner_id": str(uuid4())}),
        ("assign", {"owner_id": "nobody"}),
        ("reopen", {"note": "It is open."}),
        ("ask", {"reason": "x", "safeguards": "y", "until": "2026-02-30"}),
        ("ask", {"reason": "x", "safeguards": "y", "until": "2020-01-01"}),
        ("ask", {"reason": "x", "safeguards": "y", "until": "2099-01-01"}),
    ],
)
def test_what_is_wrong_is_said(verb, data):
    one = finding()
    assert post(officer, f"findings:{verb}", data, finding_id=one.id).status_code == 400
    assert found().state == Finding.State.OPEN


def asked(person=officer, days=40):
    one = finding()
    until = today_there() + timedelta(days=days)
    sent = {"reason": "A vendor is late.", "safeguards": "A firewall.", "until": until.isoformat()}
    assert post(person, "findings:ask", sent, finding_id=one.id).status_code == 302
    return one, FindingException.objects.get()


def test_more_time_is_given_by_somebody_else():
    one, wish = asked()
    own = {"decision": "approve", "note": "I trust myself."}
    refused = post(officer, "findings:decide", own, exception_id=wish.id)
    assert refused.status_code == 400
    assert "1 request for more time" in text(get(administrator, "findings:register"))
    assert post(administrator, "findings:decide", own, exception_id=wish.id).status_code == 302
    shown = text(get(auditor, "findings:finding", finding_id=one.id))
    assert "Has more time" in shown
    again = post(administrator, "findings:decide", own, exception_id=wish.id)
    assert again.status_code == 400
    assert "decided already" in text(again)


def test_a_refused_or_withdrawn_request_gives_no_time():
    one, wish = asked()
    post(
        administrator,
        "findings:decide",
        {"decision": "refuse", "note": "No."},
        exception_id=wish.id,
    )
    assert "Has more time" not in text(get(auditor, "findings:finding", finding_id=one.id))
    until = (today_there() + timedelta(days=9)).isoformat()
    sent = {"reason": "Again.", "safeguards": "None.", "until": until}
    assert post(officer, "findings:ask", sent, finding_id=one.id).status_code == 302
    twice = post(officer, "findings:ask", sent, finding_id=one.id)
    assert "asked for already" in text(twice)
    waits = FindingException.objects.get(state="waiting")
    assert post(officer, "findings:withdraw", exception_id=waits.id).status_code == 302
    assert FindingException.objects.filter(state="withdrawn").count() == 1


def test_who_reads_changes_nothing_and_a_coach_sees_nothing():
    one = finding()
    for verb in ("close", "assign", "reopen", "ask"):
        assert (
            post(auditor, f"findings:{verb}", {"note": "x"}, finding_id=one.id).status_code == 404
        )
    assert get(auditor, "findings:import").status_code == 404
    assert get(coach, "findings:register").status_code == 404
    assert get(coach, "findings:finding", finding_id=one.id).status_code == 404


def test_nothing_of_another_organization_is_reached():
    one = finding(stranger)
    assert get(officer, "findings:finding", finding_id=one.id).status_code == 404
    closing = {"how": "mended", "note": "Not mine."}
    assert post(officer, "findings:close", closing, finding_id=one.id).status_code == 404
    assert "Old library" not in text(get(officer, "findings:register"))
    assert found("CVE-2026-1", person=stranger).state == Finding.State.OPEN


def test_the_register_is_filtered_searched_and_taken_away():
    imported(CSV + row("1", "critical") + row("2", "low"))
    with inside(HERE):
        past = today_there() - timedelta(days=1)
        Finding.objects.filter(rule="CVE-2026-1").update(due_on=past)
    shown = text(get(auditor, "findings:register", {"state": "overdue"}))
    assert "1 is old" in shown
    assert "1 day late" in shown
    assert "2 is old" not in shown
    assert "2 is old" in text(get(auditor, "findings:register", {"q": "2 is", "severity": "low"}))
    assert get(auditor, "findings:register", {"state": "lost"}).status_code == 400
    table = auditor.client().get("/registers/findings/export.csv", secure=True).content.decode()
    assert "CVE-2026-2" in table
    assert "overdue" in table


def test_the_register_costs_the_same_for_few_and_many():
    imported(CSV + row("1"))
    client = officer.client()
    few = queries(client, url("findings:register"))
    imported(CSV + "".join(row(str(n)) for n in range(40)))
    assert queries(client, url("findings:register")) == few
    assert few <= 20
