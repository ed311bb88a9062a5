"""Assurance from end to end on real ledger data: a coach snoops, and what becomes of it until the
case is closed; a customer leaves with all of its data, and nothing of it stays.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pyrage
import pytest
import zstandard
from playwright.sync_api import expect

from tests.cast import HARBOR, LAKESIDE
from tests.incidents.notifying.things import FACTORS, WORDS
from tests.journeys.browser import Desk, Visitor, browser_of
from tests.journeys.people import NORTH_SHORE
from tests.journeys.stack import Stack, running_stack, wait_for

pytestmark = pytest.mark.xdist_group("stack")
# None of them wrote of late, nobody called for them, and nobody asked Maria to look.
WATCHED = NORTH_SHORE[3:5]
ADA = "+12025550143"
STREET = "12 Pier Road"
NAMED = (
    "detection.alert.raised",
    "detection.alert.acknowledged",
    "incidents.case.opened",
    "incidents.containment.done",
    "incidents.exposure.frozen",
    "incidents.exposure.searched",
    "incidents.assessment.written",
    "incidents.assessment.signed",
    "incidents.notice.written",
    "incidents.notice.approved",
    "incidents.letters.asked",
    "incidents.texts.asked",
    "incidents.letters.taken",
    "incidents.delivery.noted",
    "incidents.clock.met",
    "incidents.case.advanced",
    "incidents.case.closed",
    "detection.alert.closed",
)
"""What the record says of the case, in this order; workers' steps come when they come."""
BY_WORKERS = ("incidents.letters.made", "incidents.texts.sent")
LEAVING = (
    "disclosures.departure.asked",
    "disclosures.departure.approved",
    "disclosures.departure.packed",
    "disclosures.departure.fetched",
    "disclosures.departure.arrived",
    "disclosures.departure.agreed",
    "disclosures.departure.done",
)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as running:
        yield running


def test_a_look_without_reason_becomes_a_breach_that_is_told_and_closed(stack: Stack) -> None:
    wrote_long_ago(stack, [each.phone for each in WATCHED])
    somebody_else_is_on_call(stack)
    with browser_of(stack) as browser:
        maria, samuel = browser.sign_in("maria.alvarez"), browser.sign_in("samuel.brandt")
        ines = an_officer_for_now(browser, samuel)
        looked_at = [maria.find_member(phone) for phone in (*(m.phone for m in WATCHED), ADA)]
        for member_id in looked_at:
            maria.open_thread(member_id)

        case = from_alert_to_case(samuel, looked_at)
        contained(samuel, case, maria)
        exposed(stack, samuel, case)
        proved(samuel, case, looked_at)
        judged(samuel, ines, case, lambda: proves_again(stack, browser, ines))
        written(samuel, ines, case)
        letters_and_texts(samuel, case)
        grace = browser.sign_in("grace.lin")
        taken_away(grace, samuel)
        told_in_time(samuel, case)
        closed(samuel, case)
        alert_closed(samuel)
        assert [each.problems for each in (maria, samuel, ines, grace)] == [[], [], [], []]
    said = recorded(stack, LAKESIDE, (*NAMED, *BY_WORKERS))
    assert [each for each in said if each in NAMED] == list(NAMED)
    assert set(BY_WORKERS) <= set(said)
    stack.command("ledger", "verify")


def wrote_long_ago(stack: Stack, phones: list[str]) -> None:
    """Texts of ten days ago as they stand now, and Ada, who has an address on record."""
    stack.python(
        "from datetime import timedelta",
        "from uuid import UUID",
        "from django.utils import timezone",
        "from chaperone.access.actors import operator",
        "from chaperone.access.context import acting_for",
        "from chaperone.conversations.models import Conversation, Message",
        "from chaperone.database.identifiers import first_id_of",
        "from chaperone.members.actions import enrol_member",
        "from chaperone.members.queries import find_by_phone",
        f"here = UUID('{LAKESIDE}')",
        "actor, then = operator(here), timezone.now() - timedelta(days=10)",
        "with acting_for(actor):",
        f"    found = [find_by_phone(organization_id=here, number=each) for each in {phones}]",
        f"    found.append(enrol_member(actor=actor, phone='{ADA}', name='Ada Brook',",
        "        care_team_id=found[0].care_team_id,",
        f"        address='{STREET}\\n02110'))",
        "    for number, member in enumerate(found, 1):",
        "        text = UUID(int=first_id_of(then).int + number)",
        "        Conversation(member_id=member.id, organization_id=here, opened_at=then,",
        "            last_message_id=text).save(force_insert=True)",
        "        Message(id=text, organization_id=here, member_id=member.id, author='member',",
        "            direction='inbound', body='Thank you').save(force_insert=True)",
    )


def somebody_else_is_on_call(stack: Stack) -> None:
    """Whoever is on call has a reason to look: in some weeks of the demo that is Maria."""
    stack.python(
        "from datetime import time, timedelta",
        "from uuid import UUID",
        "from django.utils import timezone",
        "from chaperone.access.actors import operator",
        "from chaperone.access.context import acting_for",
        "from chaperone.accounts.models import User",
        "from chaperone.duties.actions import set_cover",
        f"actor, now = operator(UUID('{LAKESIDE}')), timezone.now()",
        "with acting_for(actor):",
        "    daniel = User.objects.get(email='daniel.osei@lakeside.example')",
        "    set_cover(actor=actor, user_id=daniel.id, begins_at=time(), ends_at=time(),",
        "        begins_on=(now - timedelta(days=2)).date(), ends_on=(now + timedelta(days=2)).date())",
    )


def an_officer_for_now(browser: Desk, samuel: Visitor) -> Visitor:
    """Ines, who audits, asks to be an officer as well: what Samuel writes, another signs."""
    ines = browser.sign_in("ines.duarte")
    asks_for(ines, "Security officer", "A second officer while one is away.")
    decides(samuel, "Security officer")
    return ines


def asks_for(visitor: Visitor, role: str, why: str) -> None:
    visitor.go("/access/")
    visitor.follow("Ask for more")
    visitor.page.get_by_label("What is needed").select_option(label=role)
    visitor.page.get_by_label("Where").select_option(label="The whole organization")
    visitor.page.get_by_label("Reason").fill(why)
    visitor.press("Ask")
    visitor.sees("Waiting")


def decides(officer: Visitor, role: str) -> None:
    officer.go("/access/requests/")
    officer.follow(role)
    officer.page.get_by_label("Reason").fill("Agreed.")
    officer.press("Approve")


def from_alert_to_case(samuel: Visitor, looked_at: list[UUID]) -> str:
    """The stream has raised one alert for each member; of the last an incident is opened."""
    ours = re.compile("No reason of care")

    def raised() -> bool:
        samuel.go("/detection/")
        return samuel.page.locator("main").get_by_role("link", name=ours).count() == 3

    wait_for(raised, seconds=60)
    samuel.sees("Maria Alvarez")
    samuel.follow(ours)
    samuel.sees("Somebody opened what a member wrote: it was not their conversation")
    samuel.sees("Opened name")
    expect(samuel.page.locator("main")).not_to_contain_text(WATCHED[0].name)
    samuel.press("I look into it")
    samuel.follow("Open an incident from it")
    samuel.sees("You lead it until somebody else does.")
    expect(samuel.page.locator("main [name=kind]")).to_have_value("snooping")
    samuel.fill({"title": "Looked at members without a reason"})
    samuel.press("Open the incident")
    samuel.sees("Open. These are its first steps.")
    samuel.sees("Maria Alvarez, who sees none of it")
    samuel.sees("an alert; what it counted stands in the timeline")
    return urlsplit(samuel.page.url).path


def contained(samuel: Visitor, case: str, maria: Visitor) -> None:
    """Her sessions end: her next click asks her to sign in."""
    samuel.go(f"{case}contain/sessions/")
    whom = "Maria Alvarez (maria.alvarez@lakeside.example)"
    samuel.page.get_by_label("Whom").select_option(label=whom)
    samuel.press(re.compile("now$"))
    samuel.sees("What was stopped")
    samuel.sees("Maria Alvarez")
    maria.go("/")
    assert "/accounts/login/" in maria.page.url


def exposed(stack: Stack, samuel: Visitor, case: str) -> None:
    """The record says whom she saw, and whom she could have seen."""
    samuel.go(f"{case}exposure/")
    samuel.sees("Nothing was computed yet.")
    samuel.follow("Compute the exposure")
    with stack.connect() as database:
        soon = database.execute(
            "SELECT to_char((now() + interval '1 hour') AT TIME ZONE 'America/New_York',"
            " 'YYYY-MM-DD\"T\"HH24:MI')"
        ).fetchall()[0][0]
    samuel.fill({"way": "account", "until": soon})
    samuel.press("Compute and keep it")
    samuel.sees("3 of them were")
    samuel.sees("Message")
    samuel.sees("Unsecured: it could be read")


def proved(samuel: Visitor, case: str, looked_at: list[UUID]) -> None:
    """Each line is proved by its entries, and the record gives the same answer again."""
    samuel.go(f"{case}exposure/")
    samuel.follow(re.compile("member by member"))
    for member_id in looked_at:
        samuel.sees(str(member_id))
    samuel.follow("Compare with the record now")
    samuel.sees("The record gives the same answer today, member by member.")
    samuel.follow(re.compile("entr(y|ies)$"))
    samuel.sees("Maria Alvarez")


def judged(samuel: Visitor, ines: Visitor, case: str, proved_again: Callable[[], None]) -> None:
    """Four factors, and a second officer's signature with a factor that she proves for it."""
    samuel.go(f"{case}assessment/")
    samuel.sees("A breach is presumed")
    samuel.follow("Judge the four factors")
    samuel.fill({**FACTORS, "whom": "seen"})
    samuel.press("Write it")
    samuel.sees("What you wrote waits for a second person.")
    ines.go(f"{case}assessment/")
    ines.follow("Read and sign it")
    ines.sees(FACTORS["mitigation"])
    proved_again()
    ines.sees(FACTORS["mitigation"])
    ines.press("Sign it")
    ines.sees("Signed with your name. The deadlines follow it.")
    ines.sees("by Ines Duarte")
    ines.sees("164.404(b)")


def proves_again(stack: Stack, browser: Desk, ines: Visitor) -> None:
    """An hour later her factor is stale: nothing is signed with it, and she is asked for a new one."""
    cookies = {each["name"]: each["value"] for each in ines.page.context.cookies()}
    stack.python(
        "from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as KEY",
        "from chaperone.accounts.session_store import SessionStore",
        f"session = SessionStore({cookies['__Host-session']!r})",
        "session[KEY] = [{**each, 'at': each['at'] - 3600} for each in session[KEY]]",
        "session.save()",
    )
    ines.press("Sign it")
    assert "/accounts/again/" in ines.page.url
    browser.prove(ines, "ines.duarte")


def written(samuel: Visitor, ines: Visitor, case: str) -> None:
    """What people are told, in both languages, approved by the second officer."""
    samuel.go(f"{case}notices/")
    samuel.follow("Write the notice")
    samuel.fill({**WORDS, "telephone": "1-800-555-0100", "email": "privacy@lakeside.example"})
    samuel.press("Keep the draft")
    samuel.sees("3 people are to be told.")
    ines.go(f"{case}notices/")
    ines.press("Approve it")
    ines.sees("Approved. It can go out now.")


def letters_and_texts(samuel: Visitor, case: str) -> None:
    """A letter for who has an address; a text for everybody. Workers make and send them."""
    samuel.go(f"{case}notices/")
    samuel.follow("Write to each of 3")
    samuel.press("Write to everybody")
    samuel.follow("Text each of 3 as well")
    samuel.press("Send the texts")

    def done() -> bool:
        samuel.go(f"{case}notices/")
        text = samuel.page.locator("main").inner_text()
        return "1 of 3" in text and bool(re.search(r"Text message\s+Sent\s+3", text))

    wait_for(done, seconds=90)
    samuel.sees("2 cannot be reached by letter.")


def taken_away(grace: Visitor, samuel: Visitor) -> None:
    """An administrator takes the file of letters, under an approval by the officer."""
    grace.go("/incidents/letters/")
    grace.follow("Take it away")
    grace.sees("You have no approval yet")
    grace.go("/facilities/copies/ask/")
    grace.page.check("[name=elements][value=letters]")
    grace.fill({"about": "everybody", "destination": "The post office", "reason": "To be sent."})
    grace.press("Ask")
    samuel.go("/facilities/copies/")
    samuel.follow(re.compile("Letters about a breach"))
    samuel.fill({"reason": "They must go out."})
    samuel.press("Approve")
    grace.go("/incidents/letters/")
    grace.follow("Take it away")
    grace.page.locator("main [name=approval]").select_option(index=1)
    with grace.page.expect_download() as fetched:
        grace.page.locator("main").get_by_role("button", name="Take it away").click()
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF-")


def told_in_time(samuel: Visitor, case: str) -> None:
    """The letters were sent; each deadline is met."""
    samuel.go(f"{case}notices/letters/note/")
    samuel.fill({"state": "sent"})
    samuel.press("Note it")
    samuel.sees("Noted.")
    samuel.go(f"{case}assessment/")
    while samuel.page.locator("main").get_by_role("button", name="It was done").count():
        samuel.press(re.compile("It was done"))
    samuel.sees("Done")


def closed(samuel: Visitor, case: str) -> None:
    """Task by task and stage by stage; the timeline tells it all, from the look to the end."""
    for _ in ("contain", "eradicate", "recover"):
        do_tasks(samuel, case)
        samuel.press("This stage is done")
    do_tasks(samuel, case)
    samuel.page.get_by_text("Close the incident", exact=True).click()
    samuel.press("Close it")
    samuel.sees("Closed.")
    samuel.go(f"{case}timeline/")
    for sentence in (
        "A security incident was opened.",
        "Something was stopped because of an incident.",
        "Letters about a breach were printed to a file.",
        "An incident was closed.",
    ):
        samuel.sees(sentence)


def do_tasks(samuel: Visitor, case: str) -> None:
    """Every task of the stage that the case is in."""
    samuel.go(case)
    tasks = samuel.page.locator("section[aria-labelledby=next-title] li a")
    for path in [str(each.get_attribute("href")) for each in tasks.all()]:
        samuel.go(path)
        samuel.fill({"outcome": "Done as it says."})
        samuel.press("Save")
    samuel.go(case)


def alert_closed(samuel: Visitor) -> None:
    """The alert gets its verdict, by which the next ones are ranked."""
    samuel.go("/detection/")
    samuel.follow(re.compile("No reason of care"))
    samuel.page.get_by_text("What it looks like", exact=True).click()
    samuel.fill({"reason": "She said so herself."})
    samuel.press("Close the alert")
    samuel.sees("What it looks like")


def recorded(stack: Stack, organization: UUID, events: tuple[str, ...]) -> list[str]:
    """Which of these the organization's record has, in the order of their first entries."""
    printed = stack.python(
        "import json",
        "from uuid import UUID",
        "from chaperone.access.actors import operator",
        "from chaperone.access.context import acting_for",
        "from chaperone.ledger.queries import find_ids",
        f"actor = operator(UUID('{organization}'))",
        "with acting_for(actor):",
        f"    found = {{each: find_ids(actor, limit=500, event=each) for each in {events}}}",
        "first = {str(min(ids)): each for each, ids in found.items() if ids}",
        "print(json.dumps([first[each] for each in sorted(first)]))",
    )
    return list(json.loads(printed))


def test_a_customer_leaves_with_its_data_and_nothing_of_it_stays(stack: Stack) -> None:
    key = pyrage.x25519.Identity.generate()
    with browser_of(stack) as browser:
        priya, tom = browser.sign_in("priya.nair"), browser.sign_in("tom.becker")
        an_administrator_for_now(priya, tom)
        tom.go("/vendors/customers/")
        tom.follow(re.compile("^End"))
        tom.fill({"reason": "We change to another house."})
        tom.press("End it now")
        tom.sees("Ended. The data does not open under it any more.")

        priya.go("/departures/")
        priya.follow("Ask for it")
        priya.fill({"public_key": str(key.to_public())})
        priya.press("Ask")
        priya.sees("Somebody else who may approve destructions must agree.")
        page = urlsplit(priya.page.url).path
        tom.go(page)
        tom.press("Agree: pack it all")
        wait_for(lambda: offers(priya, page, "It arrived, and it opens"), seconds=60)
        assert members_in(fetched(priya, "File 1"), key) == 3
        assert patients_in(fetched(priya, "File 2"), key) == 3
        priya.press("It arrived, and it opens")
        tom.go(page)
        tom.sees("This cannot be undone, by anyone.")
        tom.press("Agree: destroy it here")
        wait_for(lambda: offers(priya, page, "Certificate (JSON)"), seconds=90)
        priya.sees("3 of 3 members")
        assert priya.page.get_by_role("link", name="File 1").count() == 0
        said = json.loads(fetched(priya, "Certificate (JSON)"))
        assert hashlib.sha256(said["certificate"].encode()).hexdigest() == said["sha256"]
        assert len(json.loads(said["certificate"])["members"]) == 3
        priya.sees(said["sha256"])
        assert priya.problems == tom.problems == []
    assert recorded(stack, HARBOR, LEAVING) == list(LEAVING)
    with stack.connect() as database:
        left = database.execute(
            "SELECT count(*) FROM members_member"
            " WHERE organization_id = %s AND (destroyed_at IS NULL OR name IS NOT NULL)",
            [HARBOR],
        ).fetchall()
        assert left == [(0,)]
    stack.command("ledger", "verify")


def an_administrator_for_now(priya: Visitor, tom: Visitor) -> None:
    """Harbor has none: Priya asks to be one, and Tom decides."""
    asks_for(priya, "Administrator", "We leave, and somebody must ask.")
    decides(tom, "Administrator")


def offers(visitor: Visitor, page: str, label: str) -> bool:
    """Whether the page has come so far that it has this link or button."""
    visitor.go(page)
    main = visitor.page.locator("main")
    found = main.get_by_role("button", name=label).or_(main.get_by_role("link", name=label))
    return found.count() > 0


def fetched(visitor: Visitor, link: str) -> bytes:
    """The file behind a link of the page."""
    path = visitor.page.locator("main").get_by_role("link", name=link).get_attribute("href")
    return visitor.page.request.get(urljoin(visitor.page.url, str(path))).body()


def members_in(part: bytes, key: pyrage.x25519.Identity) -> int:
    """Of how many members there is a row in what was returned, opened as the customer would."""
    return sum(each["table"] == "members_member" for each in lines_of(part, key))


def patients_in(part: bytes, key: pyrage.x25519.Identity) -> int:
    """Of how many members there is a FHIR resource."""
    return sum(each["resourceType"] == "Patient" for each in lines_of(part, key))


def lines_of(part: bytes, key: pyrage.x25519.Identity) -> list[dict[str, Any]]:
    lines = zstandard.decompress(pyrage.decrypt(part, [key])).splitlines()
    return [json.loads(line) for line in lines]
