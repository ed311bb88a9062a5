"""The page of the request log."""

import pytest

from tests.cast import OPERATIONS, amara, grace, ines, maria, samuel
from tests.web.administration.asking import entries, get, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")


def test_it_tells_who_asked_for_what_and_what_came_of_it():
    maria.client().get("/inbox/", secure=True)
    grace.client().get("/ledger/", secure=True)
    page = text(get(samuel, "requests"))
    for told in ("Maria", "conversations:inbox", "200", "ledger:search", "404", "127.0.0.1"):
        assert told in page
    assert not entries("requestlog.requests.searched")


def test_a_search_narrows_it_and_is_recorded():
    maria.client().get("/inbox/", secure=True)
    grace.client().get("/ledger/", secure=True)
    wanted = {"person": str(grace.user.id), "status": "4", "route": "ledger:search"}
    page = text(get(ines, "requests", wanted))
    assert "Grace" in page.split("<tbody>")[1]
    assert "Maria" not in page.split("<tbody>")[1]
    (entry,) = entries("requestlog.requests.searched")
    assert entry.details["route"] == "ledger:search"


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "x"},
        {"route": "nothing"},
        {"status": "9"},
        {"address": "here"},
        {"since": "soon"},
        {"since": "2026-01-02", "until": "2026-01-01"},
        {"since": "1969-12-31"},
        {"before": "x"},
    ],
)
def test_a_question_that_makes_no_sense_is_a_400(wrong):
    assert get(samuel, "requests", wrong).status_code == 400


def test_pages_follow_one_another():
    client = maria.client()
    for _ in range(55):
        client.get("/inbox/", secure=True)
    page = text(get(samuel, "requests"))
    assert "Show earlier requests" in page
    further = page.split('class="btn" href="?before=')[1].split('"')[0]
    assert "conversations:inbox" in text(get(samuel, "requests", {"before": further}))


def test_it_takes_a_fixed_number_of_queries():
    assert queries(samuel.client(), url("requests")) <= 12


def test_who_runs_the_installation_finds_what_nobody_signed_in_asked(client):
    client.get("/nowhere/at/all/", secure=True)
    page = text(get(amara, "requests", {"whose": "nobody", "route": "unresolved"}))
    assert "unresolved" in page.split("<tbody>")[1]
    assert "404" in page.split("<tbody>")[1]
    (entry,) = entries("requestlog.requests.searched", OPERATIONS)
    assert entry.details == {"whose": "nobody", "route": "unresolved"}


def test_nobody_else_finds_those(client):
    client.get("/nowhere/at/all/", secure=True)
    page = text(get(samuel, "requests", {"whose": "nobody"}))
    assert "unresolved" not in page.split("Requests, newest first")[1]
    assert "Whose" not in page
