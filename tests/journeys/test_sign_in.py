"""Signing in with a real browser: an app, a passkey, being locked out, being away from the desk."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.journeys.browser import _QUIET, chromium, code_now
from tests.journeys.stack import Stack, running_stack, wait_for

PASSWORD = "a walk along the north shore"
NAMES = {"maria": "maria.alvarez", "daniel": "daniel.osei", "grace": "grace.lin"}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as running:
        yield running


@pytest.fixture(scope="module")
def browser(stack: Stack) -> Iterator[Any]:
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=chromium(), args=_QUIET)
        yield shown
        shown.close()


@pytest.fixture
def context(browser: Any) -> Iterator[BrowserContext]:
    """A browser of its own, which forgets everything at the end."""
    window = browser.new_context(ignore_https_errors=True)
    window.set_default_timeout(20_000)
    yield window
    window.close()


class Desk:
    """A page, and what a person does there."""

    def __init__(self, stack: Stack, context: BrowserContext) -> None:
        self.stack = stack
        self.page: Page = context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(self.stack.url + path)

    def person(self, name: str) -> dict[str, str]:
        rows = self.stack.demo["sign_ins"]
        return next(row for row in rows if row["email"].startswith(NAMES[name]))

    def password(self, name: str, password: str = "") -> None:
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", self.person(name)["email"])
        self.page.fill("input[name=password]", password or self.person(name)["password"])
        self.page.locator("input[name=password]").press("Enter")

    def code(self, name: str) -> None:
        self.page.fill("input[name=code]", code_now(self.person(name)["totp_secret"]))
        self.page.locator("input[name=code]").press("Enter")
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


@pytest.fixture
def desk(stack: Stack, context: BrowserContext) -> Desk:
    return Desk(stack, context)


def sql(stack: Stack, statement: str, *parameters: Any) -> None:
    """What an administrator or time would have done: the observer changes the rows."""
    with stack.connect() as connection:
        connection.execute(statement, parameters)


def forget_factors(stack: Stack, email: str) -> None:
    sql(
        stack,
        "DELETE FROM mfa_authenticator WHERE user_id = (SELECT id FROM accounts_user WHERE email = %s)",
        email,
    )


def key_device(context: BrowserContext, page: Page) -> None:
    """A virtual authenticator that checks its holder, as a phone or laptop does."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_app_is_enrolled_with_its_first_code_and_recovery_codes_follow(desk: Desk) -> None:
    email = desk.person("daniel")["email"]
    forget_factors(desk.stack, email)
    desk.password("daniel")
    desk.page.wait_for_url("**/access/missing/")
    desk.sees("Set up a second factor before you can see members' data.")
    desk.page.get_by_role("link", name="Do this now").click()
    secret = desk.page.locator("main details code").text_content() or ""
    assert len(base64.b32decode(secret)) == 20
    desk.page.fill("input[name=code]", code_now(secret))
    desk.press("Turn it on")
    desk.press("Make ten codes")
    codes = desk.page.locator(".codes code").all_text_contents()
    assert len(set(codes)) == 10
    desk.press("I have kept them", "link")
    desk.sees("10 of 10 left.")
    desk.go("/")
    assert desk.page.url.endswith("/inbox/")
    desk.page.get_by_role("button", name="Sign out").click()
    desk.password("daniel")
    desk.page.fill("input[name=code]", codes[3])
    desk.press("Sign in")
    desk.page.wait_for_url("**/inbox/")


def test_passkey_is_added_and_signs_in_alone(desk: Desk, context: BrowserContext) -> None:
    key_device(context, desk.page)
    desk.password("grace")
    desk.code("grace")
    desk.go("/accounts/security/passkey/")
    desk.page.fill("input[name=name]", "Work laptop")
    desk.press("Make it now")
    desk.press("Not now", "link")
    desk.sees("Work laptop")
    desk.go("/")
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.wait_for_url("**/accounts/login/")
    desk.press("Sign in with a passkey")
    desk.page.wait_for_url(lambda url: "/accounts/" not in url)
    # And as the second factor, after the password.
    desk.page.get_by_role("button", name="Sign out").click()
    desk.password("grace")
    desk.press("Use my passkey")
    desk.page.wait_for_url(lambda url: "/accounts/" not in url)


def test_five_wrong_tries_lock_out_and_an_identity_check_opens(desk: Desk) -> None:
    for _ in range(5):
        desk.password("maria", "not her password")
        desk.sees("That did not work.")
    desk.password("maria")
    desk.sees("That did not work.")
    desk.press("Why it may be closed, and what opens it", "link")
    desk.sees("After five wrong tries")
    unlocked = desk.stack.python(
        "from chaperone.accounts.actions import unlock",
        "from chaperone.accounts.queries import find_user",
        "from chaperone.accounts.context import acting_as",
        f"maria, grace = find_user('{desk.person('maria')['email']}'), find_user('{desk.person('grace')['email']}')",
        "with acting_as(grace.id) as actor:",
        "    print(unlock(actor=actor, user_id=maria.id, how='call back', note='Known voice.'))",
    )
    assert unlocked.strip() == "True"
    # The address waits for its own minute, which has gone by.
    sql(desk.stack, "UPDATE accounts_throttle SET locked_until = now() - interval '1 second'")
    desk.password("maria")
    desk.code("maria")
    assert desk.page.url.endswith("/inbox/")


def away(desk: Desk, seconds: int) -> None:
    """That long nobody touched the page: for the server, and for the page's own clock."""
    sql(
        desk.stack,
        "UPDATE accounts_session SET last_seen_at = last_seen_at - make_interval(secs => %s)"
        " WHERE ended_at IS NULL",
        seconds,
    )
    desk.page.clock.fast_forward(seconds * 1000)


def test_idle_page_warns_a_minute_before_and_ends_when_nobody_answers(
    desk: Desk, context: BrowserContext
) -> None:
    desk.password("maria", "")
    desk.page.fill("input[name=code]", _recovery_code(desk, "maria"))
    desk.press("Sign in")
    desk.page.wait_for_url("**/inbox/")
    desk.page.clock.install()
    desk.page.reload()
    expect(desk.page.locator("#idle-left")).to_have_text("Signs out in 15 min")
    away(desk, 14 * 60 + 10)
    dialog = desk.page.get_by_role("dialog", name="Are you still there?")
    desk.page.clock.run_for(2000)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    desk.page.clock.run_for(2000)
    expect(desk.page.locator("#idle-left")).to_have_text("Signs out in 15 min")
    away(desk, 15 * 60 + 5)
    desk.page.clock.run_for(3000)
    desk.page.wait_for_url("**/accounts/login/*")
    desk.sees("nothing happened for a while")
    desk.go("/inbox/")
    assert "/accounts/login/" in desk.page.url


def _recovery_code(desk: Desk, name: str) -> str:
    """A code of the app works once in its half minute; a recovery code does not wait for the next."""
    return desk.stack.python(
        "from chaperone.accounts.actions import make_recovery_codes",
        "from chaperone.accounts.queries import find_user",
        f"print(make_recovery_codes(user=find_user('{desk.person(name)['email']}'))[0])",
    ).strip()


def test_reset_by_mail_needs_the_second_factor(desk: Desk) -> None:
    desk.go("/accounts/login/")
    desk.press("Forgotten your password?", "link")
    desk.page.fill("input[name=login]", desk.person("maria")["email"])
    desk.press("Send me a link")
    desk.sees("Look at your mail")
    outbox = desk.stack.data / "outbox"
    # Beside it lie those that tell of changes of earlier tests.
    links: list[str] = wait_for(
        lambda: [
            link
            for mail in outbox.glob("*.eml")
            for link in re.findall(r"https://\S+/accounts/link/\S+/", mail.read_text())
        ]
    )
    (link,) = links
    desk.page.goto(link)
    desk.press("Go on")
    desk.page.fill("input[name=code]", _recovery_code(desk, "maria"))
    desk.press("Sign in")
    desk.sees("At least 8 characters")
    desk.page.fill("input[name=password1]", PASSWORD)
    desk.page.fill("input[name=password2]", PASSWORD)
    desk.press("Set it and go on")
    desk.page.wait_for_url("**/inbox/")
