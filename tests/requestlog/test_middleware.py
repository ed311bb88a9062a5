"""Every request leaves a row: good, refused, malformed; and nothing in it that anybody typed."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from chaperone.database.identifiers import PLATFORM
from chaperone.requestlog import actions
from chaperone.requestlog.errors import NotLogged
from chaperone.requestlog.middleware import session_hash
from tests.cast import HARBOR, LAKESIDE, inside, maria, priya, ursula
from tests.requestlog.reading import last, logged

pytestmark = pytest.mark.usefixtures("committed")


def anonymous(**choices) -> Client:
    return Client(raise_request_exception=False, **choices)


def thread_of(texter) -> str:
    with inside(texter.organization_id):
        return reverse("conversations:thread", kwargs={"conversation_id": texter.member.id})


def test_a_good_request_says_who_from_where_what_and_how_long():
    client = maria.client()
    key = client.session.session_key
    response = client.get(thread_of(ursula), secure=True)
    record = last(LAKESIDE)
    assert record.actor_id == maria.user.id
    assert record.actor_kind == "staff"
    assert record.address == "127.0.0.1"
    assert record.session == session_hash(key)
    assert key not in record.session
    assert (record.method, record.route, record.status) == ("GET", "conversations:thread", 200)
    assert record.size == len(response.content)
    assert 0 < record.duration_ms < 60_000


def test_a_refused_request_is_kept_under_the_organization_of_who_asked():
    assert priya.client().get(thread_of(ursula), secure=True).status_code == 404
    assert (last(HARBOR).route, last(HARBOR).status) == ("conversations:thread", 404)
    assert last(HARBOR).actor_id == priya.user.id
    assert logged(LAKESIDE) == []


@pytest.mark.parametrize(
    ("ask", "route", "status"),
    [
        (lambda c: c.get("/nowhere/at-all/", secure=True), "unresolved", 404),
        (lambda c: c.get("/", secure=True, HTTP_HOST="evil.example"), "unresolved", 400),
        (lambda c: c.get("/", secure=False), "unresolved", 301),
        (lambda c: c.get("/accounts/login/", secure=True), "account_login", 200),
        (lambda c: c.generic("PROPFIND", "/accounts/login/", secure=True), "account_login", 405),
        (lambda c: c.post("/accounts/login/", {"login": "x"}, secure=True), "account_login", 200),
        (lambda c: c.get("/inbox/%00/%ff", secure=True), "unresolved", 404),
        (lambda c: c.get(f"/threads/{uuid4()}/", secure=True), "conversations:thread", 302),
        (lambda c: c.get("/static/web/nothing.css", secure=True), "static", 404),
    ],
)
def test_what_comes_from_nobody_is_kept_under_the_platform(ask, route, status):
    before = len(logged(PLATFORM))
    response = ask(anonymous())
    assert len(logged(PLATFORM)) == before + 1
    record = last(PLATFORM)
    assert record.status == response.status_code
    assert (record.route, record.actor_kind, record.actor_id) == (route, "anonymous", None)
    if record.method != "other":
        assert record.status == status


def test_a_form_without_its_token_is_kept():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/login/", {"login": "x"}, secure=True).status_code == 403
    assert (last(PLATFORM).route, last(PLATFORM).status) == ("account_login", 403)


def test_a_body_that_is_too_large_is_kept():
    response = anonymous().post("/accounts/login/", {"login": "x" * 300_000}, secure=True)
    assert response.status_code in (400, 413)
    assert last(PLATFORM).status == response.status_code


def test_our_own_mistake_is_kept(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("chaperone.members.views.reach_member", broken)
    with inside(LAKESIDE):
        url = reverse("members:member", kwargs={"member_id": ursula.member.id})
    client = maria.client()
    client.raise_request_exception = False
    assert client.get(url, secure=True).status_code == 500
    assert (last(LAKESIDE).route, last(LAKESIDE).status) == ("members:member", 500)


def test_who_signs_in_and_out_is_known():
    client = maria.client()
    key = client.session.session_key
    client.post(reverse("account_logout"), secure=True)
    record = last(LAKESIDE)
    assert (record.actor_id, record.route) == (maria.user.id, "account_logout")
    assert record.session == session_hash(key)


def test_a_method_that_nobody_knows_is_not_kept_as_it_was_sent():
    anonymous().generic("SSN-078-05-1120", "/accounts/login/", secure=True)
    assert last(PLATFORM).method == "other"


def test_nothing_that_somebody_typed_is_kept(as_login):
    secret = "Ursula-078-05-1120"
    client = maria.client()
    client.get(f"/members/?phone={secret}", secure=True)
    client.get(f"/{secret}/", secure=True, headers={"user-agent": secret, "referer": secret})
    client.post("/accounts/login/", {"login": secret}, secure=True)
    rows = [*logged(LAKESIDE), *logged(PLATFORM)]
    assert len(rows) >= 3
    assert secret not in repr(rows)


def test_columns_hold_no_address_and_no_session():
    maria.client().get("/inbox/", secure=True)
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT r::text, encode(r.sealed, 'escape') FROM requestlog_request r")
        rows = cursor.fetchall()
    assert rows
    for row in rows:
        assert "127.0.0.1" not in "".join(row)


def test_it_costs_one_round_trip(django_assert_num_queries):
    client = maria.client()
    client.get("/inbox/", secure=True)
    anonymous().get("/nowhere/", secure=True)
    with django_assert_num_queries(1) as queries:
        anonymous().get("/nowhere/", secure=True)
    assert "requestlog_append" in queries.captured_queries[0]["sql"]


@pytest.fixture
def unwritable(monkeypatch):
    def away(*_):
        raise NotLogged("no room")

    monkeypatch.setattr("chaperone.requestlog.middleware.write", away)


def test_a_page_whose_request_cannot_be_kept_is_not_served(unwritable):
    client = maria.client()
    response = client.get(thread_of(ursula), secure=True)
    assert response.status_code == 503
    assert ursula.name not in response.content.decode()
    assert "Retry-After" in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


def test_nor_is_a_redirect(unwritable):
    response = maria.client().get("/", secure=True)
    assert response.status_code == 503
    assert "Location" not in response.headers


def test_static_files_are_served_all_the_same(unwritable, tmp_path):
    (tmp_path / "style.css").write_text("main {}")
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_AUTOREFRESH=True):
        response = Client().get("/static/style.css", secure=True)
        assert response.status_code == 200
        assert response.getvalue() == b"main {}"


def test_the_log_without_its_right_to_write_stops_the_page(as_login):
    """The real thing: the database refuses the row."""
    client = maria.client()
    url = thread_of(ursula)
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON requestlog_request FROM chaperone_web")
    assert client.get(url, secure=True).status_code == 503


def test_writing_says_why_it_could_not(monkeypatch):
    actor = UUID(int=1)
    assert not logged(HARBOR, person=actor)
    monkeypatch.setattr(actions, "_APPEND", "select nothing_of_that_name(%s,%s,%s,%s,%s,%s,%s)")
    client = anonymous()
    assert client.get("/accounts/login/", secure=True).status_code == 503
