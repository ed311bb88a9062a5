"""If the ledger cannot be written, no page that opens a member's data is shown, whoever asks.

The pages are found from the addresses themselves, so that one that is added is tried, too.
"""

import pytest
from django.db import connection

from chaperone.access.actors import operator
from chaperone.access.events import ACCESS_RECORDED
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.ledger.queries import search
from tests.cast import EVERYONE, LAKESIDE, inside, ursula
from tests.routes import routes

pytestmark = pytest.mark.usefixtures("committed")

WORDS = "words that Ursula wrote in confidence"


def openings() -> int:
    with inside(LAKESIDE):
        return len(search(operator(LAKESIDE), event=ACCESS_RECORDED.name, limit=10_000).rows)


def test_no_record_no_page(as_login):
    send_from_handset(sender=ursula.phone, body=WORDS)
    with inside(LAKESIDE):
        member_id = ursula.member.id
    clients = {person.email: person.client() for person in EVERYONE}
    opening = []
    for route in routes():
        if route.access in ("public", "own account"):
            continue
        address = route.filled(lambda kind, name: member_id)
        for email, client in clients.items():
            before = openings()
            response = client.get(address, secure=True)
            if openings() > before:
                assert response.status_code == 200, address
                opening.append((address, email))
    assert {address.split("/")[1] for address, _ in opening} >= {"inbox", "threads", "members"}

    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON ledger_entry FROM chaperone_web")
    for address, email in opening:
        response = clients[email].get(address, secure=True)
        page = response.content.decode()
        assert response.status_code == 503, (address, email)
        assert ursula.name not in page, (address, email)
        assert WORDS not in page, (address, email)
