"""Whatever is posted to the pages of signing in, the answer is a page with a sentence, never a 500."""

import pytest
from django.test import Client
from django.urls import reverse

from chaperone.accounts.urls import urlpatterns
from tests.accounts.entering import try_password
from tests.cast import maria

pytestmark = pytest.mark.usefixtures("committed")

FORM = "application/x-www-form-urlencoded"
FIELDS = ("login", "password", "code", "credential", "current", "password1", "password2", "name")
VALUES = {
    "missing": "",
    "empty": "=",
    "overlong": "=" + "x" * 100_000,
    "nul": "=a%00b",
    "not utf-8": "=%ff%fe%c3",
    "surrogate": "=%ed%a0%80",
    "json": "=%7B%22id%22%3A%5B%5D%7D",
    "deep json": "=" + "[" * 20_000,
}


def bodies():
    """One body for each kind of value in every field, and one with each field twice."""
    for kind, value in VALUES.items():
        yield kind, "&".join(field + value for field in FIELDS) if value else ""
    yield "twice", "&".join(f"{field}=a&{field}=b" for field in FIELDS)


def routes():
    arguments = {
        "account_link": {"token": "x" * 43},
        "account_remove_factor": {"factor_id": 2**31},
        "account_end_session": {"session_id": "00000000-0000-0000-0000-000000000001"},
    }
    return [
        reverse(pattern.name, kwargs=arguments.get(pattern.name))
        for pattern in urlpatterns
        if pattern.name != "account_logout"
    ]


def visitors():
    """Nobody, somebody after the password, somebody signed in."""
    half_way = Client(headers={"user-agent": "a browser"})
    try_password(maria.email, maria.credentials["password"], half_way)
    return [Client(headers={"user-agent": "a browser"}), half_way, maria.client()]


def test_bad_forms_are_answered_with_a_page():
    answers = {}
    for client in visitors():
        for path in routes():
            for kind, body in bodies():
                response = client.post(path, body, content_type=FORM, secure=True)
                answers[path, kind] = response.status_code
                assert response.status_code < 500, (path, kind)
    assert len(answers) == len(routes()) * (len(VALUES) + 1)


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "x/y", ""])
def test_bodies_of_another_kind_are_answered_with_a_page(content_type):
    for path in routes():
        response = Client().post(path, b"\xff{", content_type=content_type, secure=True)
        assert response.status_code < 500, path


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/sessions/not-a-uuid/end/",
        "/accounts/security/factors/99999999999999999999999/",
        "/accounts/security/factors/x/",
        "/accounts/link//",
        "/accounts/link/%ff/",
    ],
)
def test_addresses_that_are_none_are_not_found(path):
    assert maria.client().get(path, secure=True).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "get"])
def test_other_methods_do_nothing_bad(method):
    client = maria.client()
    for path in routes():
        assert getattr(client, method)(path, secure=True).status_code < 500, path
