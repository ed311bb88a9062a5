"""A real Chromium that trusts the installation's own authority, and people who use it."""

import base64
import json
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journeys.stack import Stack

_A_MEMBER = re.compile(r"/members/[0-9a-f-]{36}/$")
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium() -> str:
    """Where the browser is; ``make test`` has made sure that there is one."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "The browser tests need Chromium: install the package 'chromium'."
    return found


class LedgerEntry(NamedTuple):
    """What a page of the ledger says of an entry: details, members, and what was opened in which
    rows, by "table.element"."""

    details: dict[str, Any]
    members: list[UUID]
    opened: list[tuple[str, set[UUID]]]


class Visitor:
    """Somebody who is signed in, with their page."""

    def __init__(self, stack: Stack, page: Page) -> None:
        self._stack = stack
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self._stack.url + path)

    def status_of(self, path: str) -> int:
        response = self.page.goto(self._stack.url + path)
        assert response is not None
        return response.status

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def press(self, name: str | re.Pattern[str]) -> None:
        self._follow(self.page.locator("main").get_by_role("button", name=name).first)

    def follow(self, name: str | re.Pattern[str]) -> None:
        self._follow(self.page.locator("main").get_by_role("link", name=name).first)

    def fill(self, values: Mapping[str, str]) -> None:
        """Fields of the page's form, by their names: what is chosen, or what is typed."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def find_member(self, phone: str) -> UUID:
        """By the exact search; gives the member's id."""
        self.go("/members/")
        self.page.fill("#phone", phone)
        self.page.press("#phone", "Enter")
        self.page.wait_for_url(_A_MEMBER)
        return UUID(self.page.url.rstrip("/").rsplit("/", 1)[1])

    def open_thread(self, member_id: UUID) -> None:
        assert self.status_of(f"/threads/{member_id}/") == 200

    def message_ids(self, *, having: str = "") -> list[str]:
        """Ids of the messages on the page; only those that contain an element, if one is named."""
        return [
            str(message.get_attribute("id")).removeprefix("message-")
            for message in self.page.locator(
                f"[id^=message-]{f':has({having})' if having else ''}"
            ).all()
        ]

    def ledger_entries(self, *, person: str, event: str) -> Iterator[LedgerEntry]:
        """Every entry that the ledger's page finds, each read on its own page."""
        self.go("/ledger/")
        found = self.page.locator("select[name=who] option", has_text=person).first
        self.page.select_option("select[name=who]", found.get_attribute("value"))
        self.page.select_option("select[name=what]", event)
        self._follow(self.page.locator("main form.search-form button[type=submit]"))
        for path in self._paths_of_entries():
            self.go(path)
            yield self._entry()

    def _paths_of_entries(self) -> list[str]:
        paths: list[str] = []
        while True:
            links = self.page.locator("main td[data-label=What] a").all()
            paths += [str(link.get_attribute("href")) for link in links]
            earlier = self.page.get_by_role("link", name="Earlier entries")
            if not earlier.count():
                return paths
            self._follow(earlier)

    def _follow(self, link: Locator) -> None:
        """Clicks, and waits until the page that comes is there in whole: who looks at once sees
        the page before it, or the beginning of a list.
        """
        with self.page.expect_navigation():
            link.click()

    def _entry(self) -> LedgerEntry:
        main = self.page.locator("main")
        details = main.locator("details pre").filter(has_text="{").all_text_contents()
        opened = [
            (
                str(row.locator("td[data-label=Opened] small").text_content()),
                {UUID(each) for each in str(row.locator("pre").text_content()).split()},
            )
            for row in main.locator("table.register tbody tr").all()
        ]
        about = main.locator("dl.facts a.mono").all_text_contents()
        return LedgerEntry(
            json.loads(details[0]) if details else {}, [UUID(each) for each in about], opened
        )


# A code works once, so each person signs in once and the sessions are kept for later journeys.
_sessions: dict[tuple[str, str], Any] = {}


class Desk:
    """One browser with a window for each person."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self._stack = stack
        self._browser = browser

    def sign_in(self, name: str, *, width: int = 1280, height: int = 900) -> Visitor:
        """Signs a person of the demo in with password and TOTP; ``name``: before the @."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            ignore_https_errors=True,
            storage_state=_sessions.get((self._stack.url, name)),
        )
        visitor = Visitor(self._stack, context.new_page())
        visitor.go("/")
        if "/accounts/" in visitor.page.url:
            self._enter(visitor.page, name)
            _sessions[(self._stack.url, name)] = context.storage_state()
        return visitor

    def _enter(self, page: Page, name: str) -> None:
        person = self._person(name)
        page.fill("input[name=login]", person["email"])
        page.fill("input[name=password]", person["password"])
        page.locator("input[name=password]").press("Enter")
        self._prove(page, person["totp_secret"])

    def prove(self, visitor: Visitor, name: str) -> None:
        """Answers the page that asks for the second factor again."""
        # The next code, which counts already: the one of now may be used up by the sign-in.
        self._prove(visitor.page, self._person(name)["totp_secret"], ahead=30)

    def _prove(self, page: Page, secret: str, *, ahead: int = 0) -> None:
        page.fill("input[name=code]", code_now(secret, ahead=ahead))
        page.locator("input[name=code]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)

    def _person(self, name: str) -> Any:
        return next(
            row for row in self._stack.demo["sign_ins"] if row["email"].startswith(name + "@")
        )


def code_now(secret: str, *, ahead: int = 0) -> str:
    """The code of a second factor now, or so many seconds later (RFC 6238)."""
    key = base64.b32decode(secret)
    return (
        TOTP(key, 6, SHA1(), 30, enforce_key_length=False)
        .generate(int(time.time()) + ahead)
        .decode()
    )


@contextmanager
def browser_of(stack: Stack) -> Iterator[Desk]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_QUIET)
        try:
            yield Desk(stack, browser)
        finally:
            browser.close()
