"""No request, however bad, from whomever, is answered by a 500 or without a word."""

import os
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from chaperone.access.actions.reviews import begin_review
from chaperone.accounts.actions.links import invite
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.database.identifiers import new_id
from chaperone.vault import keeping
from chaperone.vault.keyring import keyring
from tests.access.scene import asked, emergency
from tests.cast import (
    EVERYONE,
    LAKESIDE,
    LAKESIDE_NUMBER,
    STRANGERS_NUMBER,
    daniel,
    grace,
    inside,
    kristopher,
    maria,
    samuel,
    ursula,
)
from tests.disclosures.departures.things import a_departure
from tests.evidence.trust.things import a_public_page
from tests.facilities.scene import one_of_each
from tests.incidents.notifying.things import breach_things
from tests.incidents.things import incident_things
from tests.retention.scene import asked as asked_to_destroy
from tests.retention.scene import ended
from tests.routes import routes
from tests.training.things import a_try
from tests.web.bad_input import BadRequest, Forms, Generator, Target

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

REQUESTS = int(os.environ.get("CHAPERONE_REQUESTS", "600"))
SPOKEN = (400, 403, 404, 413, 415, 422)
_TAGS = re.compile(r"<[^>]*>")


@contextmanager
def undone() -> Iterator[None]:
    """What is done in the block is rolled back: each request meets the same story."""
    with ExitStack() as stack:
        for alias in connections:
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # type: ignore[attr-defined]  # durable ones may stand in it
            stack.enter_context(block)
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def people(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """Everybody of the story, signed in, and somebody who is not; there is something to see."""
    # On a slow machine this takes longer than keys are kept in memory, in one transaction.
    monkeypatch.setattr(keeping, "KEPT_SECONDS", 3600.0)
    keyring.forget()
    settings.CHAPERONE_DEMO = True
    send_from_handset(sender=ursula.phone, body="May I walk today?")
    send_from_handset(sender=STRANGERS_NUMBER, recipient=LAKESIDE_NUMBER, body="Who is this?")
    asked(maria)
    emergency(daniel)
    with samuel.acting() as officer:
        begin_review(actor=officer)
    with grace.acting() as administrator:
        invite(actor=administrator, email="new@lakeside.example", name="Nora New")
    incident = incident_things()
    breach_things(incident["incident_id"])
    a_departure()
    a_public_page()
    a_try()
    one_of_each()
    asked_to_destroy(ended(kristopher))
    maria.client()  # a second browser of hers
    clients = {person.email: person.client() for person in EVERYONE} | {"nobody": Client()}
    a_file = SimpleUploadedFile("m.csv", b"Name;Phone;Birth date;Care team\nA;1;2;3\n")
    for kind in ("members", "staff"):
        address = f"/administration/{kind}/import/"
        clients[grace.email].post(address, {"file": a_file}, secure=True)
        a_file.seek(0)
    for client in clients.values():
        client.raise_request_exception = False
    return clients


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What broke inside, by kind and place: the response tells nothing of it."""
    found: list[str] = []

    def note(**_: Any) -> None:
        found.append("".join(traceback.format_exception(*sys.exc_info())[-4:]))

    got_request_exception.connect(note, weak=False)
    yield found
    got_request_exception.disconnect(note)


def test_every_request_gets_an_answer_that_is_no_500(
    people: dict[str, Client], problems: list[str]
) -> None:
    targets = explored(people)
    check_explored(targets)
    with inside(LAKESIDE):
        ids = [ursula.member.id, maria.user.id, grace.user.id, new_id()]
    generator = Generator(REQUESTS, ids)
    drawn = {target.route: generator.requests_to(target) for target in targets}
    answers: Counter[int] = Counter()
    for _, target in zip(range(REQUESTS), cycle(targets), strict=False):
        name = generator.person_for(target, sorted(people))
        request = next(drawn[target.route])
        response = answer(people[name], request)
        answers[response.status_code] += 1
        assert response.status_code < 500, (name, str(request), problems)
        if response.status_code in SPOKEN and request.method != "HEAD":
            assert says_something(response), (name, str(request), response.status_code)
    # Most were bad; some were let through, so that what lies behind the door was tried, too.
    assert sum(answers[status] for status in range(400, 500)) > REQUESTS // 3, answers
    assert answers[200] + answers[422] > REQUESTS // 6, answers


def explored(people: dict[str, Client]) -> list[Target]:
    """Every route, with the addresses and fields that people's pages lead to."""
    targets = [Target(route) for route in routes()]
    waiting = {target.route.address for target in targets if not target.route.places}
    seen: set[str] = set()
    while waiting:
        # In one order, so that the same is found each time.
        address = min(waiting)
        waiting.remove(address)
        seen.add(address)
        for name, client in people.items():
            with undone():
                response = client.get(address, secure=True)
            found = next(target for target in targets if target.route.is_of(address))
            found.is_sent_to |= response.status_code == 405
            if response.status_code != 200:
                continue
            found.people.add(name)
            found.is_asked = True
            if "html" in response.headers["Content-Type"]:
                page = Forms(address, response.content.decode())
                for target in targets:
                    waiting |= set(target.learn(name, page)) - seen
    return targets


def answer(client: Client, request: BadRequest) -> HttpResponse:
    cache.clear()  # allauth counts floods there
    cookies = dict(client.cookies)
    with undone():
        response = client.generic(
            request.method,
            request.address,
            request.body,
            request.content_type,
            secure=True,
            **request.headers,
        )
    client.cookies.clear()
    client.cookies.update(cookies)
    return response


def says_something(response: HttpResponse) -> bool:
    """A sentence for people, and nothing of what is behind it."""
    text = _TAGS.sub(" ", response.content.decode())
    return len(re.findall(r"\w{2,}", text)) >= 3 and "Traceback" not in text


def check_explored(targets: list[Target]) -> None:
    """The search itself: it follows links and finds the fields of forms."""
    found = {target.route.address: target for target in targets}
    reply = found["/threads/<uuid:conversation_id>/reply/"]
    assert reply.addresses
    assert "body" in reply.fields
    assert "reason" in found["/access/ask/"].fields
    assert "password" in found["/accounts/login/"].fields
    unknown = [target for target in targets if target.route.places and not target.addresses]
    assert len(unknown) < len(targets) // 4, [target.route.address for target in unknown]
