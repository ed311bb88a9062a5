"""What was recorded over days: rules that need a past, and that the stream finds what history does."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from chaperone.access.actors import worker
from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.accounts.events import SIGN_IN_FAILED, SIGN_IN_SUCCEEDED
from chaperone.conversations.events import REPLIED
from chaperone.database.context import Context, apply
from chaperone.database.identifiers import new_id
from chaperone.detection.models import Alert, AlertEntry, Cursor
from chaperone.detection.scanning import streaming
from chaperone.detection.scanning.history import scan
from chaperone.detection.scanning.streaming import oldest_look
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import find_ids
from chaperone.members.events import SOUGHT
from tests.cast import HARBOR, LAKESIDE, daniel, grace, inside, maria
from tests.detection.scanning.record import opened, place_everything, recording, wrote

pytestmark = pytest.mark.xdist_group("sequencer")
ZONE = ZoneInfo("America/New_York")
TODAY = datetime.now(ZONE).date()


def on(days_ago: int, hour: int, minute: int = 0) -> datetime:
    day = TODAY - timedelta(days=days_ago)
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def scanned(as_login: Any, days: int) -> Any:
    with as_login("worker"):
        return scan(worker(LAKESIDE), since=on(days, 0), until=on(0, 0))


def found_in(result: Any, person: UUID) -> list[tuple[str, tuple[str, ...]]]:
    return sorted(
        (each.rule, each.features) for each in result.found if each.subject.actor_id == person
    )


@pytest.fixture
def stranger() -> UUID:
    """Somebody of whom there is no grant here: what they did is nobody's habit."""
    return uuid4()


def test_what_somebody_never_did_before_stands_out(
    committed: str, placer: Any, as_login: Any
) -> None:
    """A new browser in a new network, an unusual hour, and far more members than ever."""
    coach = maria.user.id
    with recording():
        for ago in range(20, 1, -1):
            wrote(
                SIGN_IN_SUCCEEDED.name, on(ago, 9), coach, details={"user_agent": "Firefox/9 Linux"}
            )
            for _ in range(5):
                opened(on(ago, 10), coach, new_id(), new_id())
        for _ in range(70):
            opened(on(1, 11), coach, new_id(), new_id())
        opened(on(1, 3), coach, new_id())
        wrote(
            SIGN_IN_SUCCEEDED.name,
            on(1, 11),
            coach,
            address="203.0.113.5",
            details={"user_agent": "Safari/9 Mac OS X"},
        )
    place_everything(placer)
    result = scanned(as_login, 3)
    assert found_in(result, coach) == [("after_hours", ()), ("new_device", ()), ("volume", ())]
    volume = next(each for each in result.found if each.rule == "volume")
    assert volume.figures == {"members": 141, "own_median": 10, "peers": 10, "entries": 71}
    with inside(LAKESIDE):
        alert = Alert.objects.get(rule="volume")
        assert (alert.entries, AlertEntry.objects.filter(alert=alert).count()) == (71, 71)
    assert scanned(as_login, 3).raised == []


def test_what_care_explains_is_kept_apart_and_what_nothing_explains_is_not(
    committed: str, placer: Any, as_login: Any
) -> None:
    coach = daniel.user.id
    cared_for, unknown = new_id(), new_id()
    with recording():
        wrote(REPLIED.name, on(6, 10), coach, members=[cared_for])
        opened(on(4, 10), coach, cared_for)
        opened(on(4, 10), coach, unknown)
        opened(on(4, 11), coach, unknown, cared_for)
        opened(on(4, 12), coach, unknown, care=False)
    place_everything(placer)
    result = scanned(as_login, 5)
    found = [each for each in result.found if each.subject.actor_id == coach]
    assert [(each.rule, each.subject.member_id) for each in found] == [
        ("no_care_relationship", unknown)
    ]
    # The list of two is no look at one; the second look of the day belongs to the first.
    assert len(found[0].entries) == 2


def records(draws: Random, people: list[UUID], members: list[UUID]) -> None:
    """A day or two of all that happens, in any order."""
    for _ in range(draws.randrange(30, 90)):
        at = on(draws.randrange(7, 9), draws.randrange(0, 24), draws.randrange(0, 60))
        person = draws.choice(people)
        some = draws.sample(members, draws.randrange(1, 3))
        match draws.randrange(6):
            case 0:
                address = f"198.51.{draws.randrange(3)}.7"
                wrote(SIGN_IN_FAILED.name, at, person, address=address)
            case 1:
                wrote(ACCESS_REFUSED.name, at, person, members=some)
            case 2:
                wrote(SOUGHT.name, at, person, members=some[:1])
            case 3:
                wrote(REPLIED.name, at, person, members=some[:1])
            case 4:
                address = f"{draws.randrange(198, 201)}.51.0.7"
                wrote(SIGN_IN_SUCCEEDED.name, at, person, address=address)
            case _:
                opened(at, person, *some, care=draws.random() < 0.7)


def alerts() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    with inside(LAKESIDE):
        return {
            (alert.rule, alert.actor_id, alert.member_id, alert.subject_id, alert.window_start): (
                alert.entries,
                alert.first_entry_id,
                alert.last_entry_id,
                alert.explained_by,
                alert.features,
                alert.score,
            )
            for alert in Alert.objects.all()
        }


@pytest.mark.parametrize("seed", range(2))
def test_the_stream_finds_what_history_finds_however_the_record_is_cut(
    committed: str,
    placer: Any,
    look: Any,
    as_login: Any,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = Random(seed)
    look()
    before = alerts()
    people = [daniel.user.id, grace.user.id]
    members = [new_id() for _ in range(6)]
    monkeypatch.setattr(streaming, "AT_ONCE", draws.randrange(7, 20))
    for _ in range(3):
        with recording():
            records(draws, people, members)
        look()
    streamed = alerts()
    assert streamed.keys() > before.keys()
    result = scanned(as_login, 10)
    assert result.raised == []
    assert alerts() == streamed


def test_killed_before_its_commit_it_does_all_of_it_again_and_nothing_twice(
    committed: str, placer: Any, look: Any, as_login: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    before, place = alerts(), place_of()
    with recording():
        opened(on(2, 12), daniel.user.id, new_id())
    place_everything(placer)

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Cursor, "save", die)
        with as_login("worker"), pytest.raises(Killed):
            streaming.look(LAKESIDE)
    assert alerts() == before
    assert place_of() == place
    assert len(look()) == 1
    assert look() == []
    assert alerts().keys() > before.keys()
    with as_login("worker"):
        monkeypatch.setattr(streaming, "organizations_all", lambda: [LAKESIDE])
        assert oldest_look() is None


def place_of() -> int:
    with inside(LAKESIDE):
        return Cursor.objects.get().next_leaf


def test_a_second_worker_passes_by_what_the_first_one_looks_at(
    committed: str, look: Any, placer: Any, as_login: Any, connected: Any
) -> None:
    look()
    with recording():
        opened(on(2, 13), daniel.user.id, new_id())
    place_everything(placer)
    other = connected("worker")
    with other.transaction():
        apply(other, Context(LAKESIDE))
        other.execute("select from detection_cursor for update")
        with as_login("worker"):
            assert streaming.look(LAKESIDE) is None
    assert len(look()) == 1


def test_each_organization_finds_its_own_alerts_alone(committed: str, look: Any) -> None:
    look()
    with inside(LAKESIDE):
        assert Alert.objects.exists()
    with inside(HARBOR):
        assert not Alert.objects.exists()
        assert not AlertEntry.objects.exists()
    with transaction.atomic():
        assert not Alert.objects.exists()


@pytest.mark.parametrize("login", ["web", "worker", "auditor"])
def test_nobody_removes_an_alert_and_nobody_but_a_worker_makes_one(
    committed: str, as_login: Any, login: str
) -> None:
    with as_login(login), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege(%s, 'delete') or has_table_privilege(%s, 'truncate')",
            ["detection_alert", "detection_alert"],
        )
        assert cursor.fetchone() == (False,)
        cursor.execute("select has_table_privilege('detection_alert', 'insert')")
        assert cursor.fetchone() == (login == "worker",)


def test_nothing_of_members_is_opened_to_find_anything(
    committed: str, look: Any, as_login: Any
) -> None:
    actor = Actor("worker", None, LAKESIDE)

    def accesses() -> list[UUID]:
        with inside(LAKESIDE):
            return find_ids(actor, limit=5_000, event=ACCESS_RECORDED.name)

    look()
    before = accesses()
    scanned(as_login, 10)
    look()
    assert accesses() == before
