"""A page of a list: searched, filtered, paged, in one query, and never a 500."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from chaperone.members.models import CareTeam
from chaperone.registers.lists import Filter, Listing
from tests.cast import LAKESIDE, ines, inside, samuel
from tests.registers.scene import declare_while

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
example = pytest.fixture(autouse=True)(declare_while)
SHORES = Filter("Shore", [("North", "North"), ("South", "South")], "name__startswith")


def listing(rf, query="", person=samuel, **options):
    request = rf.get("/teams/" + query)
    with person.acting() as actor:
        request.actor = actor
        rows = CareTeam.objects.filter(organization_id=LAKESIDE).order_by("name", "id")
        options = {
            "search": ["name"],
            "filters": {"shore": SHORES},
            "register": "examples",
        } | options
        return Listing(request, rows, **options)


def names(found) -> list[str]:
    return [row.name for row in found.rows]


@pytest.fixture
def many():
    with inside(LAKESIDE):
        CareTeam.objects.bulk_create(
            CareTeam(organization_id=LAKESIDE, name=f"Team {number:03}") for number in range(120)
        )


def test_every_word_is_looked_for_anywhere(rf):
    assert names(listing(rf, "?q=shore+NORTH")) == ["North shore"]
    assert names(listing(rf, "?q=%25")) == []
    assert names(listing(rf, "?shore=South")) == ["South shore"]
    assert listing(rf, "?q=x").searched
    assert not listing(rf, "?page=1").searched


def test_pages_follow_one_another_and_keep_the_question(rf, many):
    first = listing(rf, "?q=Team")
    assert (len(first.rows), first.first, first.last, first.previous) == (50, 1, 50, "")
    assert first.next == "?q=Team&page=2"
    last = listing(rf, "?q=Team&page=3")
    assert (names(last)[-1], last.next, last.last) == ("Team 119", "", 120)
    assert listing(rf, "?page=4").rows == []


def test_one_query_however_long_the_list_is(rf, many):
    request = rf.get("/teams/")
    with samuel.acting() as actor:
        request.actor = actor
        with CaptureQueriesContext(connection) as asked:
            Listing(request, CareTeam.objects.order_by("name", "id"), search=["name"])
    assert len(asked) == 1
    assert "LIMIT 51" in asked[0]["sql"]


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=x",
        "?page=99999999",
        "?shore=East",
        "?q=" + "x" * 101,
        "?q=%00",
        "?q=a&q=b",
    ],
)
def test_what_no_form_asks_is_refused(rf, query):
    with pytest.raises(BadRequest):
        listing(rf, query)


@given(st.dictionaries(st.sampled_from(["q", "page", "shore", "other"]), st.text(max_size=20)))
def test_any_question_is_answered_or_refused(asked):
    try:
        listing(RequestFactory(), "?" + urlencode(asked))
    except BadRequest:
        return


def test_files_are_offered_to_whom_they_are_open(rf):
    assert (listing(rf).exported, listing(rf).imported) == ("examples", "examples")
    assert (listing(rf, person=ines).exported, listing(rf, person=ines).imported) == (
        "examples",
        "",
    )
    assert listing(rf, register="").exported == ""
