"""kill -9 of any process at any moment while texts flow: nothing acknowledged is lost or doubled."""

import os
import random
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.cast import LAKESIDE_NUMBER
from tests.journeys.city import City
from tests.journeys.observer import Observer, observing
from tests.journeys.people import NORTH_SHORE, SOUTH_SHORE
from tests.journeys.stack import Stack, wait_for

pytestmark = pytest.mark.xdist_group("stack")

KILLS = int(os.environ.get("CHAPERONE_KILLS", "20"))
VICTIMS = ("web", "worker-1", "worker-2", "sequencer", "postgres")


def test_kills_lose_and_double_nothing(stack: Stack, city: City) -> None:
    with observing(stack) as observer:
        observer.use_aws()
        before = observer.turns().keys()
    phones = [texter.phone for texter in NORTH_SHORE + SOUTH_SHORE]
    stop = threading.Event()
    taken: list[str] = []
    senders = [
        threading.Thread(target=keep_texting, args=(city, phones[i::2], stop, taken))
        for i in range(2)
    ]
    for sender in senders:
        sender.start()
    try:
        for victim in victims():
            seen = len(taken)
            wait_for(lambda victim=victim: killed(stack, victim), seconds=60)
            # Texts are acknowledged again before the next blow.
            wait_for(lambda seen=seen: len(taken) >= seen + 3, seconds=120)
    finally:
        stop.set()
        for sender in senders:
            sender.join()

    wait_for(lambda: is_settled(stack, city), seconds=180)
    with observing(stack) as observer:
        check(observer, city, taken, set(before))
    wait_for(lambda: verifies(stack), seconds=60)


def victims() -> list[str]:
    """Every kind of process is killed; in which order is drawn anew from a fixed seed."""
    drawn = [VICTIMS[i % len(VICTIMS)] for i in range(KILLS)]
    random.Random(20).shuffle(drawn)
    return drawn


def killed(stack: Stack, victim: str) -> bool:
    """False where it had just ended by itself, for want of the database say: then once more."""
    try:
        stack.kill(process_of(stack, victim))
    except ProcessLookupError:
        return False
    return True


def process_of(stack: Stack, victim: str) -> int:
    if victim == "postgres":
        return postmaster(stack.data)
    return int(wait_for(lambda: stack.processes().get(victim), seconds=60))


def postmaster(data: Path) -> int:
    (found,) = list((data / "postgres").resolve().rglob("postmaster.pid"))
    return int(found.read_text().splitlines()[0])


def keep_texting(city: City, phones: list[str], stop: threading.Event, taken: list[str]) -> None:
    """Posts text after text; notes the carrier's id of each once it is acknowledged."""
    number = 0
    while not stop.is_set():
        number += 1
        phone = phones[number % len(phones)]
        body = f"What should I know about my A1C? ({number})"
        envelope = city.envelope(phone, LAKESIDE_NUMBER, body)
        city.post_until_taken(envelope, seconds=120)
        taken.append(envelope["MessageId"])


def is_settled(stack: Stack, city: City) -> bool:
    """Nothing is under way. What the carrier never got stays unconfirmed; the rest it confirms."""
    with observing(stack) as observer:
        taken = {text["Context"]["message"] for text in city.aws.sent}
        return observer.settled() and not taken & observer.unconfirmed().keys()


def check(observer: Observer, city: City, taken: list[str], before: set[object]) -> None:
    turns = {key: state for key, state in observer.turns().items() if key not in before}
    assert len(turns) == len(taken), "an acknowledged text was lost or taken twice"
    assert set(turns.values()) <= {"answered", "handed_over", "silent"}
    replies = Counter(observer.replies())
    assert max(replies[message_id] for message_id in turns) == 1, "a text was answered twice"
    sent = Counter(text["Context"]["message"] for text in city.aws.sent)
    assert set(sent.values()) == {1}, "a reply was sent twice"
    assert all(observer.unconfirmed().values()), "a reply was lost and no coach was called"


def verifies(stack: Stack) -> bool:
    result = stack.command("ledger", "verify", "--mirror", str(stack.data / "mirror"), check=False)
    return result.returncode == 0
