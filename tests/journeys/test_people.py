"""The workforce in a real browser: training that clears, and an end in the middle of a session."""

import re

import pytest
from playwright.sync_api import expect

from chaperone.training.content import find_starter
from tests.journeys.browser import Visitor, browser_of
from tests.journeys.stack import Stack

pytestmark = pytest.mark.xdist_group("stack")

COURSE = find_starter("hipaa-basics")
_UNTRAIN = """
    UPDATE access_clearance SET ended_at = now(), ended_by = user_id
    WHERE name = 'training' AND ended_at IS NULL
      AND user_id = (SELECT id FROM accounts_user WHERE email LIKE 'maria.alvarez%')
"""


def press(visitor: Visitor, label: str) -> None:
    """By the keyboard, as somebody does who uses no mouse."""
    button = visitor.page.locator("main").get_by_role("button", name=label).first
    button.focus()
    visitor.page.keyboard.press("Enter")


def test_training_taken_clears(stack: Stack) -> None:
    with browser_of(stack) as browser:
        maria = browser.sign_in("maria.alvarez")
        maria.go("/inbox/")
        expect(maria.page).to_have_url(re.compile("/inbox/"))
        with stack.connect() as database:
            # Last year's has ended.
            database.execute(_UNTRAIN)

        maria.go("/inbox/")
        maria.sees("Pass your training before you can see members' data.")
        maria.page.locator("main").get_by_role("link", name="Do this now : Training").click()
        maria.sees("Members’ data stays closed to you")
        press(maria, f"Begin : {COURSE.title}")
        for page in COURSE.pages:
            maria.sees(page["title"])
            press(maria, "Next page" if page is not COURSE.pages[-1] else "To the questions")
        for question in COURSE.questions:
            maria.sees(question["text"])
            maria.page.get_by_label(question["choices"][question["answer"]], exact=True).check()
            press(maria, "Answer")
            maria.sees("That is right.")
            maria.page.locator("main").get_by_role("link", name=re.compile("Next|How")).click()
        maria.sees("Yes, with 100 % right.")

        maria.go("/inbox/")
        expect(maria.page).to_have_url(re.compile("/inbox/"))
        assert maria.problems == []


def test_an_end_in_the_middle_of_a_session_and_the_rest_of_it(stack: Stack) -> None:
    with browser_of(stack) as browser:
        ines, samuel = browser.sign_in("ines.duarte"), browser.sign_in("samuel.brandt")
        ines.go("/ledger/")
        expect(ines.page).to_have_url(re.compile("/ledger/"))

        samuel.go("/workforce/")
        samuel.page.get_by_role("link", name="Ines Duarte").click()
        samuel.page.get_by_role("link", name="Their work here ends").click()
        samuel.page.get_by_label("Reason").fill("Left today.")
        samuel.page.get_by_label("Who sees to the rest").select_option(label="Grace Lin")
        press(samuel, "End all access now")
        samuel.sees("Access has ended.")
        samuel.sees("Collect devices, keys and badges")
        samuel.sees("Grace Lin")

        ines.page.get_by_role("link", name="My start").click()
        assert "/accounts/login/" in ines.page.url

        press(samuel, "Done : Collect devices")
        samuel.sees("5 to be done")
        assert samuel.problems == []
