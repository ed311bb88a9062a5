"""A policy in a real browser: drafted, approved by somebody else, published, acknowledged; then, and
only then, members' data opens again.
"""

import re

import pytest

from tests.journeys.browser import browser_of
from tests.journeys.people import NORTH_SHORE
from tests.journeys.stack import Stack

pytestmark = pytest.mark.xdist_group("stack")

TEXT = """## Purpose

Whoever walks past a screen sees nothing of a member.

## Screens

Lock the screen when you leave it.
"""


def test_drafted_approved_acknowledged_and_cleared(stack: Stack) -> None:
    with browser_of(stack) as browser:
        grace, samuel = browser.sign_in("grace.lin"), browser.sign_in("samuel.brandt")
        maria = browser.sign_in("maria.alvarez")
        thread = f"/threads/{maria.find_member(NORTH_SHORE[0].phone)}/"
        maria.go(thread)
        maria.sees(NORTH_SHORE[0].name)

        grace.go("/policies/")
        grace.page.get_by_role("link", name="Add a policy").click()
        grace.page.get_by_label("Title").fill("Locked screens")
        grace.page.get_by_label("What is new, and why").fill("It was missing.")
        grace.page.get_by_label("Text", exact=True).fill(TEXT)
        grace.page.get_by_label(re.compile("Everybody must acknowledge it")).check()
        grace.page.get_by_role("button", name="Keep the draft").click()
        grace.page.get_by_role("button", name="Send to review").click()
        grace.sees("You wrote it, so somebody else decides.")

        samuel.go("/policies/?q=Locked")
        samuel.page.get_by_role("link", name="Locked screens").click()
        samuel.page.get_by_role("link", name="Read and decide").click()
        samuel.sees("Lock the screen when you leave it.")
        samuel.page.get_by_role("button", name="Approve and sign").click()
        samuel.sees("Approved and signed")

        grace.page.reload()
        grace.page.get_by_role("link", name="Publish").click()
        grace.page.get_by_role("button", name="Publish it").click()
        grace.sees("by 0 of 5 people")

        maria.go(thread)
        maria.sees("Read and acknowledge the policies")
        maria.page.get_by_role("link", name=re.compile("Do this now")).click()
        maria.sees("Without these you see no members")
        maria.page.get_by_role("link", name="Begin").click()
        maria.page.get_by_role("button", name="Acknowledge").click()
        maria.sees("is acknowledged")
        maria.go(thread)
        maria.sees(NORTH_SHORE[0].name)

        samuel.go("/policies/overdue/")
        samuel.sees("Daniel Osei")
        assert "Maria Alvarez" not in samuel.page.locator("main").inner_text()
        entries = samuel.ledger_entries(
            person="Maria Alvarez", event="policies.version.acknowledged"
        )
        assert any(len(entry.details["sha256"]) == 64 for entry in entries)
        assert grace.problems == samuel.problems == maria.problems == []
