"""A real installation from nothing: init, invitations accepted, a coach let in, members imported."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.browser import _QUIET, chromium, code_now
from tests.journeys.stack import Stack, _free_port, wait_for

pytestmark = pytest.mark.xdist_group("stack")

PASSWORD = "four tall herons wade"
MEMBERS = (
    "Name;Phone;Birth date;Care team\n"
    "Nadia Farrow;+16175560001;1970-02-03;North shore\n"
    "Omar Haddad;+16175560002;;north shore\n"
    "Bad Number;617;;North shore\n"
)


@pytest.fixture(scope="module")
def real() -> Iterator[tuple[Stack, dict[str, str]]]:
    """An installation without the demo, made by ``init`` and started by ``up``; links by role."""
    with tempfile.TemporaryDirectory(prefix="chaperone-journey-") as folder:
        stack = Stack(Path(folder) / "data", _free_port())
        Path(folder).chmod(0o755)
        made = stack.command(
            *("init", "--json", "--port", str(stack.port)),
            *("--organization", "Lakeside Care", "--slug", "lakeside"),
            *("--time-zone", "America/New_York"),
            *("--officer", "Ada Park <ada@lakeside.example>"),
            *("--officer", "Ben Ode <ben@lakeside.example>"),
            *("--administrator", "Cy Lin <cy@lakeside.example>"),
        )
        links = {each["email"]: each["link"] for each in json.loads(made.stdout)["invitations"]}
        try:
            stack.command("up", "--no-demo", "--detach")
            yield stack, links
        finally:
            stack.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=chromium(), args=_QUIET)
        yield shown
        shown.close()


class Someone:
    """A person with a window of their own."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack = stack
        context = browser.new_context(
            ignore_https_errors=True, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(self.stack.url + path)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def find_member(self, phone: str) -> None:
        """By the exact search, whose number never stands in an address."""
        self.go("/members/")
        self.page.fill("#phone", phone)
        self.page.press("#phone", "Enter")

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def accept(self, link: str) -> None:
        """Sets a password and a second factor, and is signed in."""
        self.page.goto(link)
        if not self.page.locator("main input[type=password]").count():
            self.page.locator("main button[type=submit]").first.click()
        for field in self.page.locator("main input[type=password]").all():
            field.fill(PASSWORD)
        self.press("Set it and go on")
        self.page.wait_for_url(lambda url: "/new-password/" not in url)
        self.go("/accounts/security/app/")
        secret = self.page.locator("main details code").text_content()
        assert secret
        self.page.fill("input[name=code]", code_now(secret.strip()))
        self.page.locator("input[name=code]").press("Enter")
        self.page.wait_for_url(lambda url: "/security/app/" not in url)


def mailed_link(stack: Stack, email: str) -> str:
    """The link of the newest mail to somebody: without a mail server, mails are files."""

    def found() -> str:
        for mail in sorted((stack.data / "outbox").glob("*.eml"), reverse=True):
            text = mail.read_text().replace("=\n", "")
            link = re.search(r"https://\S+/accounts/link/\S+", text)
            if email in text and link:
                return link.group().replace("=3D", "=")
        return ""

    return str(wait_for(found))


def test_from_nothing_to_a_coach_who_sees_her_members(
    real: tuple[Stack, dict[str, str]], browser: Browser, tmp_path: Path
) -> None:
    stack, links = real
    assert len(links) == 3
    ada, ben, cy, dana = (Someone(stack, browser) for _ in range(4))
    ada.accept(links["ada@lakeside.example"])
    ben.accept(links["ben@lakeside.example"])
    cy.accept(links["cy@lakeside.example"])

    cy.go("/administration/care-teams/")
    cy.sees("There is no care team yet")
    cy.page.fill("input[name=name]", "North shore")
    cy.press("Make it")

    cy.go("/administration/staff/invite/")
    cy.page.fill("input[name=name]", "Dana Whitfield")
    cy.page.fill("input[name=email]", "dana@lakeside.example")
    cy.page.select_option("select[name=role]", label="Coach")
    cy.page.select_option("select[name=care_team]", label="North shore")
    cy.page.fill("input[name=reason]", "New coach")
    cy.press("Invite and ask")
    cy.sees("Invited")

    approve(ada)

    dana.accept(mailed_link(stack, "dana@lakeside.example"))

    # Members' data stays closed to both until they signed, trained and read the policies, which
    # test_people.py and test_policies.py walk through.
    cy.go("/administration/members/import/")
    cy.sees("Pass your training before you can see members' data.")
    clear(stack, "cy@lakeside.example", "dana@lakeside.example")

    file = tmp_path / "members.csv"
    file.write_text("\ufeff" + MEMBERS, encoding="utf-8")
    cy.go("/administration/members/import/")
    cy.page.set_input_files("input[type=file]", file)
    cy.press("Look it over")
    cy.sees("2 good lines, 1 bad line")
    cy.sees("Nadia Farrow")
    cy.press("Leave out the 1 bad line and import 2")
    cy.sees("2 members were enrolled")

    dana.go("/inbox/")
    dana.find_member("+16175560001")
    expect(dana.page.locator("h1")).to_have_text("Nadia Farrow")

    ben.go("/administration/requests/?route=administration%3Amember_import_preview")
    ben.sees("Cy Lin")
    again = stack.command("init", "--slug", "lakeside", *words(), check=False)
    assert again.returncode == 1
    assert "lakeside already" in again.stderr


def clear(stack: Stack, *emails: str) -> None:
    """Everything that members' data asks for, held by these people for today."""
    with stack.connect() as database:
        for name in ("confidentiality", "training", "policies"):
            database.execute(
                """
                INSERT INTO access_clearance
                    (id, organization_id, user_id, name, until, why, end_reason)
                SELECT gen_random_uuid(), g.organization_id, u.id, %s, current_date + 1, 'test', ''
                FROM accounts_user u JOIN access_grant g ON g.user_id = u.id
                WHERE u.email = ANY (%s)
                """,
                [name, list(emails)],
            )


def approve(officer: Someone) -> None:
    """The officer looks at what was asked, and approves it."""
    officer.go("/access/requests/")
    officer.sees("Dana Whitfield")
    officer.follow("Coach")
    officer.page.locator("main [name=reason]").first.fill("Known to me")
    officer.press("Approve")


def words() -> list[str]:
    return [
        *("--organization", "Other", "--time-zone", "UTC"),
        *("--officer", "E F <e@other.example>", "--officer", "G H <g@other.example>"),
        *("--administrator", "I J <i@other.example>"),
    ]


def test_a_setting_is_changed_from_the_command_line(real: tuple[Stack, dict[str, str]]) -> None:
    stack, _ = real
    name = "accounts.idle_minutes"
    for words, told in (
        (("set", name, "12"), "say why"),
        (("set", name, "45", "--reason", "Long visits."), "30"),
        (("set", "accounts.lamps", "1", "--reason", "Dark."), "accounts.lamps"),
    ):
        refused = stack.command("config", *words, check=False)
        assert refused.returncode != 0, words
        assert told in refused.stderr, refused.stderr
    stack.command("config", "set", name, "12", "--reason", "Desks stand on the open floor.")
    found = json.loads(stack.command("config", "get", name, "--json").stdout)
    assert (found["value"], found["changed"]) == (12, True)
