"""The calendar's pages: what is whose, what is overdue, by list and by month."""

import re
from datetime import date, timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chaperone.duties.dues import dues_of
from chaperone.duties.models import Feed
from chaperone.web.calendar.listing import ROOMS, address_of
from tests.cast import LAKESIDE, grace, inside, maria, priya, samuel, today_there
from tests.duties.scene import due, only
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture
def today():
    return timezone.localdate(timezone=timezone.get_fixed_timezone(-300))


def page(person=samuel, name="calendar", **query):
    answer = person.client().get(reverse(f"calendar:{name}"), query, secure=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def test_what_is_overdue_stands_first_and_says_since_when(monkeypatch, today):
    only(
        monkeypatch,
        due(20, today=today, key="a", what="A later thing"),
        due(-1, today=today, key="b", what="An overdue thing"),
        due(0, today=today, key="c", what="A thing of today"),
    )
    status, shown = page()
    assert status == 200
    order = [
        shown.index(f">{what}<")
        for what in ("An overdue thing", "A thing of today", "A later thing")
    ]
    assert order == sorted(order)
    assert "1 overdue." in shown
    assert "1 day ago" in shown
    assert "in 20 days" in shown


def test_mine_and_all_that_i_may_see(monkeypatch, today):
    only(
        monkeypatch,
        due(1, today=today, key="a", what="Everybody's who may"),
        due(1, today=today, key="b", what="Grace owns it", owner=grace.user.id),
        due(1, today=today, key="c", what="Nobody may see it", permission="nothing.at_all"),
        due(
            1, today=today, key="d", what="Maria owns it alone", owner=maria.user.id, permission=""
        ),
    )
    mine, everything = page()[1], page(show="all")[1]
    assert "Everybody&#x27;s who may" in mine
    assert "Grace owns it" not in mine
    assert "Grace owns it" in everything
    assert "somebody else’s" in everything
    assert "Nobody may see it" not in everything
    assert "Maria owns it alone" not in everything
    assert "Maria owns it alone" in page(maria)[1]
    assert "Everybody" not in page(priya, show="all")[1]


def test_by_room_and_what_no_filter_asks_is_refused(monkeypatch, today):
    only(
        monkeypatch,
        due(1, today=today, key="a", what="About vendors"),
        due(1, today=today, key="b", what="About access", route="access:reviews"),
    )
    shown = page(room="access")[1]
    assert "About access" in shown
    assert "About vendors" not in shown
    for wrong in ({"room": "nowhere"}, {"show": "\0"}, {"show": "x" * 5000}):
        assert page(**wrong)[0] == 400
    for wrong in ("2026-13", "1999-12", "2200-01", "x", "2026-1", "\0", "99999-01"):
        assert page(name="month", month=wrong)[0] == 400


def test_a_month_shows_each_on_its_day(monkeypatch, today):
    only(monkeypatch, due(0, today=date(2028, 2, 29), what="On the leap day"))
    status, shown = page(name="month", month="2028-02")
    assert status == 200
    assert re.search(r'<time datetime="2028-02-29">.{0,200}On the leap day', shown)
    assert "month=2028-01" in shown
    assert "month=2028-03" in shown
    assert "On the leap day" not in page(name="month", month="2028-01")[1]


@pytest.mark.parametrize("month", ["2000-01", "2199-12", "2026-12"])
def test_the_first_and_last_months_of_all_are_no_accident(monkeypatch, month):
    only(monkeypatch)
    assert page(name="month", month=month)[0] == 200


def test_a_link_is_shown_once_and_ended(monkeypatch):
    only(monkeypatch)
    client = samuel.client()
    address = reverse("calendar:link")
    assert "You have no link yet" in client.get(address, secure=True).content.decode()
    made = client.post(address, secure=True).content.decode()
    shown = re.search(r'value="(https://testserver/calendar/feed/[\w-]{43}\.ics)"', made)
    assert client.get(shown[1], secure=True).status_code == 200
    again = client.get(address, secure=True).content.decode()
    assert shown[1] not in again
    assert "You have a link since" in again
    assert client.post(reverse("calendar:link_end"), secure=True).status_code == 302
    assert client.get(shown[1], secure=True).status_code == 404
    with inside(LAKESIDE):
        assert Feed.objects.filter(ended_at=None).count() == 0


def test_overdue_duties_stand_on_today(monkeypatch, today):
    only(
        monkeypatch,
        due(-9, today=today, what="Long overdue"),
        due(-1, today=today, key="x", owner=maria.user.id),
    )
    answer = samuel.client().get(reverse("today:today"), secure=True).content.decode()
    assert "Long overdue" in answer
    assert "9 days ago" in " ".join(answer.split())
    assert "Vendor review" not in answer


def test_the_demo_has_duties_of_which_each_has_a_page():
    """Whatever any room yields: a page, a room that can be asked for, and within its bounds."""
    until = today_there() + timedelta(days=366)
    with samuel.acting():
        with CaptureQueriesContext(connection) as asked:
            found = dues_of(LAKESIDE, until)
        assert len(asked) <= 60
        assert {
            "Nobody is on call for some time: fill the rota",
            "The next access review must begin",
        } <= {each.what for each in found}
        for each in found:
            assert address_of(each)
            assert each.room in ROOMS, each
            assert each.due_on <= until
            assert len(each.key) <= 200
            assert each.owner or each.permission, each
        assert len({each.key for each in found}) == len(found)


def test_the_page_with_all_sources_takes_a_known_number():
    assert queries(samuel.client(), reverse("calendar:calendar")) <= 67


def test_the_page_takes_few_queries_and_no_time_for_thousands(monkeypatch, today):
    only(monkeypatch, *(due(number % 300, today=today, key=str(number)) for number in range(5000)))
    client = samuel.client()
    address = reverse("calendar:calendar")
    assert queries(client, address) <= 14
    began = perf_counter()
    answer = client.get(address, secure=True)
    assert perf_counter() - began < 5
    assert "more fall due later" in " ".join(answer.content.decode().split())
