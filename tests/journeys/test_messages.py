"""200 real questions through the SNS endpoint, as SNS really delivers: doubled, late, forged.

Then a coach reads ten threads in a real browser, and the ledger names exactly what she was shown.
"""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.cast import LAKESIDE_NUMBER
from tests.journeys.browser import Visitor, browser_of
from tests.journeys.city import City
from tests.journeys.observer import observing
from tests.journeys.people import NORTH_SHORE, SOUTH_SHORE, STRANGERS
from tests.journeys.stack import Stack, wait_for

pytestmark = pytest.mark.xdist_group("stack")

QUESTIONS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "questions.jsonl").read_text().splitlines()
]
FORGED, UNKNOWN, DOUBLED = 5, 15, 25


def test_every_text_is_answered_once_and_the_record_names_who_looked(
    stack: Stack, city: City
) -> None:
    with observing(stack) as observer:
        observer.use_aws()
        before = observer.turns()
        good, unknown, forged = the_post(city)
        deliver(city, good + unknown, forged)
        wait_for(observer.settled, seconds=180)

        turns = {key: state for key, state in observer.turns().items() if key not in before}
        assert len(turns) == len(good)
        assert set(turns.values()) <= {"answered", "handed_over", "silent"}
        replies = Counter(observer.replies())
        assert all(replies[message_id] <= 1 for message_id in turns)
        assert all(replies[key] == 1 for key, state in turns.items() if state == "answered")
        assert observer.number("SELECT count(*) FROM carriers_unknowntext") == len(unknown)
        assert observer.events("carriers.envelope.refused") == len(forged)
        sent = Counter(text["Context"]["message"] for text in city.aws.sent)
        assert set(sent.values()) == {1}
        # What a stranger got is the fixed text of an emergency or crisis, and is no member's.
        met = dict(observer.rows("SELECT id::text, reply FROM conversations_unknownturn"))
        assert len(met) == len(unknown)
        for text_id, reply in met.items():
            assert sent.pop(text_id, 0) == (reply == "sent")
        states = dict(
            observer.rows("SELECT state, count(*) FROM conversations_delivery GROUP BY state")
        )
        assert states == {"delivered": sum(sent.values())} | {
            state: count for state, count in states.items() if state == "withheld"
        }
        assert not observer.unconfirmed()

    verified = stack.command("ledger", "verify", "--mirror", str(stack.data / "mirror"))
    assert verified.returncode == 0, verified.stderr

    a_coach_opens_ten_threads(stack)


def the_post(city: City) -> tuple[list[Any], list[Any], list[Any]]:
    """200 envelopes: genuine ones of members and of unknown numbers, and five forged ones."""
    chance = random.Random(200)
    now = datetime.now(UTC)
    forged, unknown = QUESTIONS[:FORGED], QUESTIONS[FORGED : FORGED + UNKNOWN]
    ours = QUESTIONS[FORGED + UNKNOWN :]

    def envelope(sender: str, text: str) -> dict[str, Any]:
        late = timedelta(seconds=chance.randrange(600))
        return city.envelope(sender, LAKESIDE_NUMBER, text, at=now - late)

    members = NORTH_SHORE + SOUTH_SHORE
    good = [envelope(members[i % len(members)].phone, text) for i, text in enumerate(ours)]
    strangers = [envelope(chance.choice(STRANGERS), text) for text in unknown]
    bad = [envelope(members[0].phone, text) for text in forged]
    for item in bad:
        item["Message"] += " "  # signed for other bytes
    return good, strangers, bad


def deliver(city: City, genuine: list[Any], forged: list[Any]) -> None:
    """Posts everything in no order, some twice, eight at a time."""
    chance = random.Random(8)
    post = [*genuine, *chance.sample(genuine, DOUBLED)]
    chance.shuffle(post)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(city.post_until_taken, post))
        answers = list(threads.map(city.post, forged))
    assert [answer.status for answer in answers] == [403] * len(forged)


def a_coach_opens_ten_threads(stack: Stack) -> None:
    ten = NORTH_SHORE[:10]
    with browser_of(stack) as browser, observing(stack) as observer:
        maria = browser.sign_in("maria.alvarez")
        shown, sourced = {}, {}
        for texter in ten:
            member_id = maria.find_member(texter.phone)
            maria.open_thread(member_id)
            maria.sees(texter.name)
            shown[member_id] = {UUID(found) for found in maria.message_ids()}
            assert shown[member_id] == observer.messages_of(member_id)
            sourced[member_id] = {UUID(found) for found in maria.message_ids(having=".source")}
        records = thread_records(browser.sign_in("samuel.brandt"))
        assert records == {
            member_id: {
                "members_member.name": {member_id},
                "conversations_message.body": message_ids,
                "conversations_message.sources": sourced[member_id],
            }
            for member_id, message_ids in shown.items()
        }

        refused_before = observer.events("access.request.refused")
        for person in ("daniel.osei", "priya.nair"):
            visitor = browser.sign_in(person)
            assert visitor.status_of(f"/threads/{next(iter(shown))}/") == 404
        assert observer.events("access.request.refused") == refused_before + 2


def thread_records(officer: Visitor) -> dict[UUID, dict[str, set[UUID]]]:
    """What the ledger says was opened in threads, by member, as the officer's pages show it."""
    found: dict[UUID, dict[str, set[UUID]]] = {}
    for entry in officer.ledger_entries(person="Maria Alvarez", event="access.record.appended"):
        if entry.details["place"] == "conversations:thread":
            (member,) = entry.members
            for element, rows in entry.opened:
                found.setdefault(member, {}).setdefault(element, set()).update(rows)
    return found
