"""When who must know: the law's days and the organization's promise. Pure: days, zones, counts.

A day of the law ends where the organization is; hours run everywhere alike.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chaperone.organizations.clocks import end_of

LAW_DAYS = 60
"""45 CFR 164.404(b), 164.406(b), 164.410(b): calendar days after discovery at the latest."""
ORAL_DAYS = 30
"""45 CFR 164.412(b): so long does an oral statement hold at most."""
AUTHORITY_HOURS = 72
"""GDPR Art. 33(1)."""
CUSTOMER_CLOCKS = frozenset({"customer", "customer_promise"})
"""The deadlines that end when it is recorded that the covered entity was told (45 CFR 164.410)."""
MANY = 500
"""45 CFR 164.406(a): more than so many residents; 164.408(b): so many individuals or more."""


class Stated(NamedTuple):
    """What a law-enforcement official stated (45 CFR 164.412)."""

    oral: bool
    stated_on: date
    until: date

    @property
    def last(self) -> date:
        """The last day on which nobody is told."""
        if not self.oral:
            return self.until
        return min(self.until, self.stated_on + timedelta(days=ORAL_DAYS))


@dataclass(frozen=True, slots=True)
class Facts:
    """On what the deadlines rest. ``by_state``: residents of each state, as far as known;
    ``unknown``: of how many it is not known where they live.
    """

    discovered_at: datetime
    zone: ZoneInfo
    members: int
    by_state: Mapping[str, int]
    unknown: int = 0
    associate: bool = False
    europe: bool = False
    high_risk: bool = False
    promise_hours: int = 24
    delays: Collection[Stated] = ()


class Running(NamedTuple):
    """One deadline. ``law``: not only promised. ``paused_until``: the end of a delay."""

    name: str
    what: str
    citation: str
    due_at: datetime
    law: bool = True
    paused_until: datetime | None = None


def running(facts: Facts) -> list[Running]:
    """Every deadline that these facts start, what is due first on top."""
    found = [*_told(facts), *_authorities(facts)]
    delayed = [_delayed(each, facts) for each in found]
    return sorted([*delayed, *_europe(facts)], key=lambda each: (each.due_at, each.name))


def _told(facts: Facts) -> list[Running]:
    """The people, or the covered entity whose they are."""
    promised = facts.discovered_at.astimezone(UTC) + timedelta(hours=facts.promise_hours)
    promise = f"what we promise: {facts.promise_hours} hours"
    if facts.associate:
        whom, citation, name = "the customer", "45 CFR 164.410(b)", "customer"
    else:
        whom, citation, name = "every individual", "45 CFR 164.404(b)", "individuals"
    return [
        Running(f"{name}_promise", f"Tell {whom} ({promise})", "", promised, law=False),
        Running(name, f"Tell {whom}", citation, _sixty(facts)),
    ]


def _authorities(facts: Facts) -> list[Running]:
    """The media and the Secretary; a business associate leaves them to the covered entity."""
    if facts.associate or not facts.members:
        return []
    found = []
    if what := _media(facts):
        found.append(Running("media", what, "45 CFR 164.406", _sixty(facts)))
    if facts.members >= MANY:
        what = "Notify the Secretary of HHS, with the individuals"
        found.append(Running("secretary", what, "45 CFR 164.408(b)", _sixty(facts)))
    else:
        what = "Notify the Secretary of HHS from the annual log"
        due = end_of(_year_end(facts) + timedelta(days=LAW_DAYS), facts.zone)
        found.append(Running("annual_log", what, "45 CFR 164.408(c)", due))
    return found


def _media(facts: Facts) -> str:
    """What media are told, and what must be found out first: a state with few of them could be
    that of all who are not known. Empty where more than 500 are in none.
    """
    many = sorted(state for state, count in facts.by_state.items() if count > MANY)
    fewer = max((count for count in facts.by_state.values() if count <= MANY), default=0)
    open_question = facts.unknown and fewer + facts.unknown > MANY
    told = f"Tell prominent media of {', '.join(many)}: more than 500 of them live there"
    if not open_question:
        return told if many else ""
    found_out = f"where the {facts.unknown} live of whom it is not known"
    if many:
        return f"{told}; find out {found_out}"
    return f"Find out {found_out}: of more than 500 in one state the media are told"


def _europe(facts: Facts) -> list[Running]:
    """No delay of 164.412 stops these."""
    if not facts.europe:
        return []
    due = facts.discovered_at.astimezone(UTC) + timedelta(hours=AUTHORITY_HOURS)
    found = [Running("authority", "Notify the supervisory authority", "GDPR Art. 33(1)", due)]
    if facts.high_risk:
        what = "Tell people in the EU without undue delay, with the authority at the latest"
        found.append(Running("europeans", what, "GDPR Art. 34(1)", due))
    return found


def _discovered_on(facts: Facts) -> date:
    return facts.discovered_at.astimezone(facts.zone).date()


def _sixty(facts: Facts) -> datetime:
    return end_of(_discovered_on(facts) + timedelta(days=LAW_DAYS), facts.zone)


def _year_end(facts: Facts) -> date:
    return date(_discovered_on(facts).year, 12, 31)


def _delayed(each: Running, facts: Facts) -> Running:
    """Paused while a delay lasts. It is due at once when that ends, or at its own time if later:
    the rule delays a notice, and lends nobody further days.
    """
    if not facts.delays:
        return each
    over = end_of(max(stated.last for stated in facts.delays), facts.zone)
    return each._replace(due_at=max(each.due_at, over), paused_until=over)
