"""A risk in a real browser: judged, accepted with a second factor, open again when its day has
passed, reviewed.
"""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browser import Visitor, browser_of
from tests.journeys.stack import Stack

pytestmark = pytest.mark.xdist_group("stack")
TITLE = "A printer keeps what was printed"


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("main").get_by_role("button", name=name)


def link(visitor: Visitor, name: str | re.Pattern[str]) -> Locator:
    return visitor.page.locator("main").get_by_role("link", name=name).first


def test_judged_accepted_open_again_and_reviewed(stack: Stack) -> None:
    with browser_of(stack) as browser:
        samuel, grace = browser.sign_in("samuel.brandt"), browser.sign_in("grace.lin")
        samuel.go("/risks/")
        link(samuel, "Add a risk").click()
        samuel.page.get_by_label("Risk", exact=True).fill(TITLE)
        samuel.page.get_by_label("What may happen").fill("It is sold with its disk.")
        samuel.page.get_by_label("Owner").select_option(label="Samuel Brandt")
        samuel.page.get_by_label("Look at it again on").fill("2031-01-31")
        button(samuel, "Enter the risk").click()

        for part, step in (
            ("Likelihood without safeguards", "4"),
            ("Impact without safeguards", "3"),
            ("Likelihood with them", "2"),
            ("Impact with them", "3"),
        ):
            samuel.page.get_by_label(part).select_option(step)
        samuel.page.get_by_label("Safeguards that are there now").fill("It is wiped.")
        samuel.page.get_by_label("What this rests on").fill("Seen in the hall.")
        button(samuel, "Record the judgement").click()
        samuel.sees("a colleague must accept it")
        page = samuel.page.url.removeprefix(stack.url)

        grace.go(page)
        link(grace, "Accept it").click()
        grace.sees("Likelihood low, impact moderate: level low.")
        grace.page.get_by_label("Why we can live with it").fill("It stands in a locked room.")
        with stack.connect() as database:
            today = database.execute(
                "SELECT (now() AT TIME ZONE 'America/New_York')::date"
            ).fetchall()[0][0]
        grace.page.get_by_label("Until, and on that day still").fill(str(today))
        button(grace, "Accept and sign").click()
        grace.sees("Accepted, and signed with your name.")
        grace.sees("accepts the risk")

        with stack.connect() as database:
            # The day passes.
            for table, day in (("risks_risk", "accepted_until"), ("risks_acceptance", "until")):
                database.execute(f"UPDATE {table} SET {day} = {day} - 1 WHERE {day} = %s", [today])
        samuel.go(page)
        samuel.sees("Open: acceptance ended")
        samuel.go("/risks/?standing=acceptance_ended")
        samuel.sees(TITLE)
        link(samuel, re.compile(TITLE)).click()
        link(samuel, "Review it").click()
        samuel.page.get_by_label("What you found").fill("It was sold without its disk.")
        button(samuel, "Record the review").click()
        samuel.sees("Reviewed.")
        samuel.sees("A risk was looked at again.")
        expect(samuel.page.locator("main")).to_contain_text("It was sold without its disk.")
        assert samuel.problems == grace.problems == []
