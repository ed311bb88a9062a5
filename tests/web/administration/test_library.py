"""The pages of the answer library."""

import pytest

from chaperone.assistant.models import Review
from tests.assistant.reviewing import A1C, REVIEWER, in_days, make_reviewer, version_of
from tests.cast import LAKESIDE, grace, inside, maria
from tests.web.administration.asking import entries, get, post, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _reviewer(committed, as_login):
    with as_login("owner"):
        make_reviewer()


def decision(**changes):
    return {
        "decision": "approve",
        "review_again_on": str(in_days(90)),
        "note": "Read with care.",
        "version": version_of(A1C),
    } | changes


def test_the_library_is_listed_searched_and_narrowed():
    page = text(get(maria, "library"))
    assert "Unreviewed by a clinician" in page
    assert "Show more entries" in page
    found = text(post(maria, "library", {"asked": "whats an a1c"}))
    assert "What should I know about A1C?" in found
    assert "No such entry" in text(get(maria, "library", {"state": "refused"}))


def test_an_entry_shows_its_text_its_short_version_and_its_source():
    page = text(get(maria, "library_entry", passage_id=A1C))
    assert "Source: MedlinePlus" in page
    assert "https://medlineplus.gov/a1c.html" in page
    assert version_of(A1C) in page
    assert "Your decision" not in page


def test_a_reviewer_approves_and_withdraws():
    assert post(REVIEWER, "library_review", decision(), passage_id=A1C).status_code == 302
    page = text(get(REVIEWER, "library_entry", passage_id=A1C))
    assert "Read with care." in page
    assert "Daniel" in page
    assert A1C in text(get(REVIEWER, "library", {"state": "approved"}))
    gone = post(REVIEWER, "library_review", decision(decision="withdraw"), passage_id=A1C)
    assert gone.status_code == 302
    assert len(entries("assistant.entry.withdrawn")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": ""},
        {"decision": "burn"},
        {"review_again_on": ""},
        {"review_again_on": "soon"},
        {"review_again_on": "2001-01-01"},
        {"review_again_on": "9999-12-31"},
        {"note": "x" * 501},
        {"note": "\x00"},
        {"version": ""},
        {"version": "0123456789abcdef"},
        {"decision": "withdraw"},
        {"decision": ["approve", "refuse"]},
    ],
    ids=str,
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_kept(wrong):
    response = post(REVIEWER, "library_review", decision(**wrong), passage_id=A1C)
    assert response.status_code == 400
    assert "wrong" in text(response) or "notice-danger" in text(response)
    with inside(LAKESIDE):
        assert not Review.objects.exists()


def test_only_reviewers_decide():
    for person in (maria, grace):
        assert post(person, "library_review", decision(), passage_id=A1C).status_code == 404
    with inside(LAKESIDE):
        assert not Review.objects.exists()


@pytest.mark.parametrize("strange", ["no-such", "\x00", "x" * 2000])
def test_an_entry_that_is_not_there_is_a_404(strange):
    assert get(maria, "library_entry", passage_id=strange).status_code == 404


@pytest.mark.parametrize(
    "strange", [{"state": "x"}, {"topic": "x"}, {"asked": "x" * 301}, {"after": "\x00"}], ids=str
)
def test_a_search_that_makes_no_sense_is_refused(strange):
    assert post(maria, "library", strange).status_code == 400
    if "asked" not in strange:
        assert get(maria, "library", strange).status_code == 400


def test_a_question_is_in_no_address():
    page = text(post(maria, "library", {"asked": "my secret", "state": "unreviewed"}))
    assert "my secret" in page
    assert 'href="?' not in page
    assert "Show more entries" in text(get(maria, "library", {"asked": "whats an a1c"}))


def test_pages_take_a_fixed_number_of_queries():
    client = REVIEWER.client()
    assert queries(client, url("library")) <= 10
    assert queries(client, url("library") + "?topic=diabetes&state=unreviewed") <= 10
    assert queries(client, url("library_entry", passage_id=A1C)) <= 11
