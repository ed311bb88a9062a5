"""Step-up: the second factor again, then back to where one was."""

import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from chaperone.accounts.events import STEP_UP_FAILED, STEP_UP_PASSED
from chaperone.accounts.steps import step_up, stepped_up
from tests.accounts.entering import code_of, entries, get, post
from tests.cast import maria

pytestmark = pytest.mark.usefixtures("committed")


@step_up(within_seconds=60)
def worth_it(request):
    return HttpResponse("done")


def ask(client, method="get", **extra):
    """The decorated view, as the browser of ``client`` would reach it."""
    request = getattr(RequestFactory(), method)("/ledger/?show=all", secure=True, **extra)
    request.session = client.session
    request.user = maria.user
    return worth_it(request)


def proved(client, *, ago, method="mfa"):
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session.save()
    return client


def test_fresh_second_factor_is_enough_and_an_old_one_is_asked_again():
    client = proved(maria.client(), ago=50)
    assert ask(client).content == b"done"
    response = ask(proved(client, ago=70))
    assert response.url == f"{reverse('mfa_reauthenticate')}?next=%2Fledger%2F%3Fshow%3Dall"


def test_password_is_no_second_factor():
    assert ask(proved(maria.client(), ago=1, method="password")).status_code == 302


def test_form_that_was_posted_comes_back_to_its_page_without_what_was_typed():
    client = proved(maria.client(), ago=70)
    page = "https://testserver/threads/1/?q=secret"
    response = ask(client, "post", headers={"referer": page})
    assert response.url.endswith("?next=%2Fthreads%2F1%2F")
    response = ask(client, "post", headers={"referer": "https://evil.example/x"})
    assert response.url.endswith("?next=%2Fledger%2F")


def test_code_steps_up_changes_the_key_is_recorded_and_leads_back():
    client = proved(maria.client(), ago=4000)
    before = client.cookies["__Host-session"].value
    wrong = post(client, "mfa_reauthenticate", {"code": "000000", "next": "/ledger/"})
    assert b"did not work" in wrong.content
    response = post(client, "mfa_reauthenticate", {"code": code_of(maria), "next": "/ledger/"})
    assert response.url == "/ledger/"
    assert client.cookies["__Host-session"].value != before
    assert get(client, "mfa_index").status_code == 200
    request = RequestFactory().get("/")
    request.session, request.user = client.session, maria.user
    assert stepped_up(request, within_seconds=60)
    assert len(entries(STEP_UP_FAILED)) == 1
    assert entries(STEP_UP_PASSED)[0].details["factor"] == "totp"


def test_nobody_is_led_to_another_host():
    client = maria.client()
    form = {"code": code_of(maria), "next": "https://evil.example/"}
    assert post(client, "mfa_reauthenticate", form).url == reverse("web:home")


def test_password_proves_nothing_for_who_has_a_second_factor():
    client = maria.client()
    response = get(client, "account_reauthenticate")
    assert response.url.startswith(reverse("mfa_reauthenticate"))
