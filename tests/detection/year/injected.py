"""One case of each rule, put into the year: what somebody did, and whom it must be found of."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.access.events import (
    ACCESS_RECORDED,
    ACCESS_REFUSED,
    EMERGENCY_BEGUN,
    GRANT_GIVEN,
    ROLE_CHANGED,
)
from chaperone.accounts.events import SIGN_IN_FAILED, SIGN_IN_SUCCEEDED
from chaperone.facilities.events import COPY_USED
from chaperone.ledger.entries import Entry
from chaperone.ledger.opened import Opened
from chaperone.members.events import SOUGHT
from tests.detection.year.hospital import (
    BROWSER,
    Size,
    entry,
    first_moment,
    patient,
    person,
    shift,
    works,
)

ELSEWHERE = ("203.0.113.8", "192.0.2.9", "100.64.7.1", "2001:db8::1")
_SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605 Version/18 Safari/605"


class Expected(NamedTuple):
    """An alert that must be there: of which rule, about which person and member."""

    rule: str
    actor: UUID | None
    member: UUID | None


class Case(NamedTuple):
    """What is put in. ``change``: a statement that makes somebody a relative, or nothing."""

    expected: Expected
    entries: list[Entry]
    change: str = ""


class Scene(NamedTuple):
    """One rule's person, the beginning of their shift on one day, and a member of another team."""

    rule: str
    number: int
    stranger: int
    begins: datetime

    @property
    def actor(self) -> UUID:
        return person(self.number)

    @property
    def member(self) -> UUID:
        return patient(self.stranger)

    def at(self, minutes: float) -> datetime:
        """So many minutes into the shift."""
        return self.begins + timedelta(minutes=minutes)


def cases(size: Size) -> Iterator[Case]:
    """One for each rule of the product, on days of the last two weeks, by different people."""
    for index, (rule, make) in enumerate(CASES.items()):
        number = index % size.staff
        days = [day for day in range(size.days - 14, size.days - 1) if works(number, day)]
        day = days[index % len(days)]
        begins = first_moment(size) + timedelta(days=day, hours=shift(number))
        # A member of the next team but one, whom nobody of this one looks at by chance.
        stranger = (number + 1) % size.teams + size.teams * (index * 5 + 3)
        yield make(Scene(rule, number, stranger, begins))


def _acts(event: str, times: int = 1, every: float = 1.0, **said: Any) -> Callable[[Scene], Case]:
    def make(scene: Scene) -> Case:
        entries = [
            entry(event, scene.at(60 + each * every), actor=scene.actor, **said)
            for each in range(times)
        ]
        return Case(Expected(scene.rule, scene.actor, None), entries)

    return make


def _failed_everywhere(scene: Scene) -> Case:
    entries = [
        entry(SIGN_IN_FAILED.name, scene.at(60 + each), actor=scene.actor, address=address)
        for each, address in enumerate(ELSEWHERE)
    ]
    return Case(Expected(scene.rule, scene.actor, None), entries)


def _sprayed(scene: Scene) -> Case:
    entries = [
        entry(SIGN_IN_FAILED.name, scene.at(60 + each), actor=person(each), address="203.0.113.77")
        for each in range(9)
    ]
    return Case(Expected(scene.rule, None, None), entries)


def _travelled(scene: Scene) -> Case:
    said = {"actor": scene.actor, "details": {"user_agent": BROWSER}}
    entries = [
        entry(SIGN_IN_SUCCEEDED.name, scene.at(60 + 5 * each), address=address, **said)
        for each, address in enumerate(ELSEWHERE[:2])
    ]
    return Case(Expected(scene.rule, scene.actor, None), entries)


def _new_device(scene: Scene) -> Case:
    made = entry(
        SIGN_IN_SUCCEEDED.name,
        scene.at(180),
        actor=scene.actor,
        address=ELSEWHERE[0],
        details={"user_agent": _SAFARI},
    )
    return Case(Expected(scene.rule, scene.actor, None), [made])


def _taken_in_bulk(scene: Scene) -> Case:
    entries = [
        _opened(
            scene.actor,
            scene.at(60 + each),
            *(patient(each * 15 + member) for member in range(15)),
            body=False,
        )
        for each in range(20)
    ]
    return Case(Expected(scene.rule, scene.actor, None), entries)


def _swept(scene: Scene) -> Case:
    entries = [
        entry(
            SOUGHT.name,
            scene.at(60 + each),
            actor=scene.actor,
            members=[patient(scene.stranger + 50 * each)],
        )
        for each in range(14)
    ]
    return Case(Expected(scene.rule, scene.actor, None), entries)


def _looked(change: str = "", *, minutes: float = 60) -> Callable[[Scene], Case]:
    """One look at what a member of another team wrote; ``change``: how they are related."""

    def make(scene: Scene) -> Case:
        made = _opened(scene.actor, scene.at(minutes), scene.member)
        return Case(
            Expected(scene.rule, scene.actor, scene.member),
            [made],
            change.format(
                member=scene.member, number=scene.number, colleague=(scene.number + 5) % 10
            ),
        )

    return make


def _misused(scene: Scene) -> Case:
    entries = [
        entry(
            "conversations.turn.handed_over",
            scene.at(60 + each),
            actor=None,
            kind="assistant",
            members=[scene.member],
            details={"reason": "guard:injection"},
        )
        for each in range(3)
    ]
    return Case(Expected(scene.rule, None, scene.member), entries)


def _forged(scene: Scene) -> Case:
    entries = [
        entry("carriers.envelope.refused", scene.at(60 + each), actor=None, kind="carrier")
        for each in range(3)
    ]
    return Case(Expected(scene.rule, None, None), entries)


def _emergency(scene: Scene) -> Case:
    made = entry(EMERGENCY_BEGUN.name, scene.at(60), actor=scene.actor, members=[scene.member])
    return Case(Expected(scene.rule, scene.actor, scene.member), [made])


def _opened(actor: UUID, at: datetime, *members: UUID, body: bool = True) -> Entry:
    """Somebody opens names, and of one member what they wrote, too."""
    opened = [Opened("members_member", "name", each, 1, (each,)) for each in members]
    if body:
        opened += [Opened("conversations_message", "body", each, 1, (each,)) for each in members]
    return entry(ACCESS_RECORDED.name, at, actor=actor, members=members, opened=tuple(opened))


def _mark(what: str) -> str:
    return "update members_member set " + what + " where id = '{member}'"


CASES: dict[str, Callable[[Scene], Case]] = {
    "failed_sign_ins": _acts(SIGN_IN_FAILED.name, 11, 2, address="198.51.100.7"),
    "distributed_sign_ins": _sprayed,
    "scattered_sign_ins": _failed_everywhere,
    "impossible_travel": _travelled,
    "session_moved": _acts("accounts.session.moved"),
    "new_device": _new_device,
    "refused_accesses": _acts(ACCESS_REFUSED.name, 9),
    "volume": _taken_in_bulk,
    "name_sweep": _swept,
    "self": _looked(_mark("phone_index = decode(md5('staff phone {number}'), 'hex')")),
    "vip": _looked(_mark("vip = true, surname_index = null")),
    "household": _looked(_mark("household_index = decode(md5('staff home {number}'), 'hex')")),
    "coworker": _looked(_mark("phone_index = decode(md5('staff phone {colleague}'), 'hex')")),
    "same_surname": _looked(
        _mark(
            "surname_index = (select mark from year_surname where number = {number} * 7 %% %(surnames)s)"
        )
    ),
    "neighbour": _looked(
        _mark("area_index = decode(md5('area ' || {number} %% 40), 'hex'), surname_index = null")
    ),
    "after_hours": _looked(_mark("area_index = null, surname_index = null"), minutes=-180),
    "no_care_relationship": _looked(_mark("area_index = null, surname_index = null")),
    "emergency_access": _emergency,
    "taken_away": _acts(COPY_USED.name),
    "privilege_change": _acts(GRANT_GIVEN.name, details={"role": "administrator"}),
    "role_changed": _acts(ROLE_CHANGED.name),
    "safeguard_changed": _acts(
        "organizations.setting.changed", details={"setting": "accounts.idle_minutes"}
    ),
    "record_anomaly": _acts("vault.value.altered"),
    "forged_webhooks": _forged,
    "probing": _acts("detection.requests.refused", 3, details={"requests": 40}),
    "misuse_of_assistant": _misused,
}
