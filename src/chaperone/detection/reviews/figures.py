"""How much people did in a week, by what they are here."""

from typing import Any
from uuid import UUID

from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED, EMERGENCY_BEGUN
from chaperone.access.queries.over_time import roles_between
from chaperone.detection.reviews.weeks import Week
from chaperone.facilities.events import COPY_USED
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.reviewing import counted

COLUMNS = {
    "openings": (ACCESS_RECORDED.name,),
    "refusals": (ACCESS_REFUSED.name,),
    "exports": (COPY_USED.name,),
    "emergencies": (EMERGENCY_BEGUN.name,),
}
_PROGRAMS = "Programs and others"


def figures_of(actor: Actor, week: Week) -> list[dict[str, Any]]:
    """A line for each combination of roles that somebody held, most openings first."""
    roles = roles_between(actor, since=week.since, until=week.until)
    column = {event: name for name, events in COLUMNS.items() for event in events}
    lines: dict[str, dict[str, Any]] = {}
    people: dict[str, set[UUID]] = {}
    for who, event, count in counted(actor, events=column, since=week.since, until=week.until):
        role = roles.get(who, _PROGRAMS)
        line = lines.setdefault(role, {"role": role, **dict.fromkeys(COLUMNS, 0)})
        line[column[event]] += count
        people.setdefault(role, set()).add(who)
    for role, line in lines.items():
        line["people"] = len(people[role]) if role != _PROGRAMS else None
    return sorted(lines.values(), key=lambda line: (-line["openings"], line["role"]))
