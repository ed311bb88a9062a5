from types import SimpleNamespace as Thing

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from chaperone.web import views
from chaperone.web.errors import NoVariablesFilter
from chaperone.web.middleware import no_store, time_zone_of_its_own
from chaperone.web.pages import page
from tests.web.contexts import COACH, OFFICER


def ask(*, signed_in: bool):
    request = RequestFactory().get("/")
    request.user = Thing(is_authenticated=signed_in)
    request.sign_in = None
    return request


@pytest.fixture
def entering(monkeypatch):
    """Stands for `access`: who comes in, without its tables."""

    def choose(entered):
        monkeypatch.setattr(views, "enter", lambda user, *, address, organization: entered)
        monkeypatch.setattr(views.transaction, "atomic", lambda: _Nothing())

    return choose


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return False


def test_who_was_signed_out_while_a_page_was_made_is_sent_to_sign_in():
    response = views.bad_request(RequestFactory().get("/inbox/"), SessionInterrupted())
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/inbox/"


def test_strangers_are_sent_to_sign_in():
    assert views.home(ask(signed_in=False)).url == "/accounts/login/"


@pytest.mark.parametrize(("staff", "address"), [(COACH, "/inbox/"), (OFFICER, "/today/")])
def test_staff_start_where_their_work_is(entering, staff, address):
    entering(Thing(staff=staff))
    assert views.home(ask(signed_in=True)).url == address


def test_who_has_no_role_is_told_so_and_not_sent_round_in_circles(entering):
    entering(None)
    response = views.home(ask(signed_in=True))
    assert response.status_code == 403
    assert b"You have no role here yet" in response.content


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda: views.bad_request(None, ValueError()), 400, b"could not read that request"),
        (lambda: views.forbidden(None, ValueError()), 403, b"You may not do that"),
        (lambda: views.missing(None, ValueError()), 404, b"nothing here for you"),
        (lambda: views.failed(None), 500, b"wrong on our side"),
        (lambda: views.csrf_failure(None, reason="a secret"), 403, b"form had expired"),
        (lambda: page("503.html", status=503), 503, b"Not available"),
    ],
)
def test_each_error_is_a_page_that_needs_nothing(answer, status, words):
    response = answer()
    assert response.status_code == status
    assert words in response.content
    assert b"a secret" not in response.content


def test_what_is_unavailable_says_when_to_come_back():
    assert page("503.html", status=503)["Retry-After"] == "10"
    assert "Retry-After" not in page("500.html", status=500)


def test_no_page_is_kept_by_anybody():
    response = no_store(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store"


def test_a_view_may_be_stricter_but_is_not_overruled():
    def strict(request):
        return HttpResponse(headers={"Cache-Control": "no-store, private"})

    assert no_store(strict)(RequestFactory().get("/"))["Cache-Control"] == "no-store, private"


def test_reports_of_errors_carry_no_values():
    request = RequestFactory().post("/", {"body": "I feel dizzy"})
    frames = NoVariablesFilter()
    assert frames.get_traceback_frame_variables(request, None) == []
    assert frames.get_post_parameters(request) == {}
    assert frames.is_active(request)


def test_the_next_request_of_a_thread_knows_nothing_of_the_last_ones_time_zone():
    def view(request):
        timezone.activate("Pacific/Kiritimati")
        return HttpResponse()

    before = timezone.get_current_timezone_name()
    time_zone_of_its_own(view)(ask(signed_in=True))
    assert timezone.get_current_timezone_name() == before
