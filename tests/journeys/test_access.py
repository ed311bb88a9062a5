"""Access in a real browser: asked for, approved and over; an emergency and its review; an end in the
middle of a session; and the alert about who asks again and again for what they cannot reach.
"""

import os
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from playwright.sync_api import expect

from chaperone.detection.rules.rule import rule_named
from tests.journeys.alerts import Listener
from tests.journeys.browser import Visitor, browser_of
from tests.journeys.people import NORTH_SHORE, SOUTH_SHORE
from tests.journeys.stack import Stack

pytestmark = pytest.mark.xdist_group("stack")

MARIAS, DANIELS = NORTH_SHORE[0], SOUTH_SHORE[0]
# Who is refused nothing in the other journeys; ``make prove`` takes all of them, on a machine that
# does nothing else, and then each alert must stand in time.
CURIOUS = ("grace.lin", "ines.duarte", "priya.nair", "tom.becker")
ALERTS = int(os.environ.get("CHAPERONE_ALERTS", "1"))
IN_TIME = timedelta(seconds=5)


def member_id_of(visitor: Visitor, phone: str) -> str:
    return str(visitor.find_member(phone))


def test_asked_for_approved_and_over_by_the_clock(stack: Stack) -> None:
    with browser_of(stack) as browser:
        daniel, maria = browser.sign_in("daniel.osei"), browser.sign_in("maria.alvarez")
        samuel = browser.sign_in("samuel.brandt")
        page = f"/members/{member_id_of(daniel, DANIELS.phone)}/"
        assert maria.status_of(page) == 404

        maria.go("/access/")
        maria.page.get_by_role("link", name="Ask for more").click()
        maria.page.get_by_label("What is needed").select_option(label="Coach")
        maria.page.get_by_label("Where").select_option(label="One member only")
        maria.page.get_by_label("Member's phone number").last.fill(DANIELS.phone)
        maria.page.get_by_label("Reason").fill("Covers for Daniel this week.")
        maria.page.get_by_role("button", name="Ask").click()
        maria.sees("Waiting")
        assert maria.status_of(page) == 404

        samuel.go("/access/requests/")
        samuel.sees("Maria Alvarez")
        samuel.page.locator("main").get_by_role("link", name="Coach").first.click()
        samuel.sees("Covers for Daniel this week.")
        samuel.page.get_by_label("Reason").fill("Agreed with Daniel.")
        samuel.page.get_by_role("button", name="Approve").click()
        samuel.sees("Nothing waits for you")

        assert maria.status_of(page) == 200
        maria.sees(DANIELS.name)
        with stack.connect() as database:
            # The end comes near, as a week would bring it.
            database.execute("UPDATE access_grant SET ends_at = now() WHERE request_id IS NOT NULL")
        assert maria.status_of(page) == 404
        assert maria.problems == samuel.problems == []


def test_an_emergency_and_its_review(stack: Stack) -> None:
    with browser_of(stack) as browser:
        daniel, maria = browser.sign_in("daniel.osei"), browser.sign_in("maria.alvarez")
        samuel = browser.sign_in("samuel.brandt")
        member_id = member_id_of(maria, MARIAS.phone)
        assert daniel.status_of(f"/threads/{member_id}/") == 404

        daniel.go("/access/emergency/")
        daniel.page.get_by_label("Members' phone numbers").fill(MARIAS.phone)
        daniel.page.get_by_label("What is happening?").fill("She texts that she has fainted.")
        daniel.page.get_by_role("button", name="Begin emergency access").click()
        daniel.sees("Emergency access is running until")
        daniel.page.get_by_role("link", name=re.compile("Open this member")).click()
        daniel.sees(MARIAS.name)
        daniel.sees("Emergency access is running until")

        samuel.go("/access/emergencies/")
        samuel.sees("Running")
        daniel.page.get_by_role("link", name="See or end it").click()
        daniel.page.get_by_role("button", name="End it now").click()
        expect(daniel.page.locator("main")).not_to_contain_text("Emergency access is running")
        assert daniel.status_of(f"/threads/{member_id}/") == 404

        samuel.go("/access/emergencies/")
        samuel.page.get_by_role("link", name="Daniel Osei").first.click()
        samuel.sees("She texts that she has fainted.")
        samuel.page.get_by_label("Justified", exact=True).check()
        samuel.page.get_by_label("Why").fill("Spoke with both; it was right.")
        samuel.page.get_by_role("button", name="Record the verdict").click()
        samuel.sees("Nothing waits for a verdict")
        entries = samuel.ledger_entries(person="Daniel Osei", event="access.record.appended")
        assert any(entry.details.get("emergencies") for entry in entries)
        assert daniel.problems == samuel.problems == []


def test_an_end_in_the_middle_of_a_session(stack: Stack) -> None:
    with browser_of(stack) as browser:
        daniel, samuel = browser.sign_in("daniel.osei"), browser.sign_in("samuel.brandt")
        member_id = member_id_of(daniel, DANIELS.phone)
        daniel.open_thread(daniel.find_member(DANIELS.phone))
        daniel.sees(DANIELS.name)

        samuel.go("/access/people/")
        samuel.page.get_by_role("link", name="End all of Daniel Osei").first.click()
        samuel.page.get_by_label("Reason").fill("Left today.")
        samuel.page.get_by_role("button", name="End it now").click()
        samuel.sees("Who can reach what")

        daniel.go(f"/threads/{member_id}/")
        assert "/accounts/login/" in daniel.page.url
        assert DANIELS.name not in daniel.page.content()
        assert not samuel.problems


def test_an_alert_stands_seconds_after_the_entry(stack: Stack) -> None:
    """By the processes as they run: page, ledger, sequencer, worker (45 CFR 164.308(a)(1)(ii)(D))."""
    enough = rule_named("refused_accesses").at_least
    took = {}
    with browser_of(stack) as browser, stack.connect() as database:
        for name in CURIOUS[:ALERTS]:
            visitor = browser.sign_in(name)
            with Listener(database) as listener:
                for _ in range(enough):
                    assert visitor.status_of(f"/threads/{uuid4()}/") in (403, 404)
                took[name] = listener.took(user_id(database, name))
    print({name: f"{each.total_seconds():.2f} s" for name, each in took.items()})
    if len(CURIOUS) == ALERTS:
        assert max(took.values()) <= IN_TIME


def user_id(database: psycopg.Connection[Any], name: str) -> UUID:
    """The id of the person whose address begins so."""
    row = database.execute(
        "select id from accounts_user where split_part(email, '@', 1) = %s", [name]
    ).fetchone()
    assert row
    found: UUID = row[0]
    return found
