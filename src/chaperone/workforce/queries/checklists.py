"""Checklists, with what the system knows by itself."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator

from chaperone.access.models import Hold
from chaperone.access.queries import grants_of, names_of
from chaperone.access.registry import with_devices
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.workforce.errors import NoSuchLine
from chaperone.workforce.lines import CLEARANCES, KNOWN, STEPS
from chaperone.workforce.models import Checklist, Line, Person


class Shown(NamedTuple):
    """A line as a page shows it. ``by_itself``: the system ticks it, nobody else can."""

    id: UUID
    label: str
    state: str
    owner: str
    due_on: date
    done: str
    by_itself: bool


class ShownList(NamedTuple):
    """A checklist as a page shows it."""

    kind: str
    label: str
    lines: list[Shown]
    open: int


def checklists_of(actor: Actor, person: Person) -> list[ShownList]:
    """The checklists of a person, newest first. The queries do not grow with the lines."""
    lists = list(person.checklists.order_by("-id").prefetch_related("lines"))
    if not lists:
        return []
    known, today = known_of(actor, person.user_id), today_of(actor)
    rows = [line for each in lists for line in each.lines.all()]
    names = names_of({row for line in rows for row in (line.owner_id, line.done_by) if row})
    return [_shown(each, known, names, today) for each in lists]


def known_of(actor: Actor, user_id: UUID) -> Mapping[str, bool]:
    """What the system knows of somebody's onboarding: by key, whether it is done."""
    holds = Hold.objects.filter(
        organization_id=actor.organization_id, user_id=user_id, ended_at=None
    )
    held = set(
        holds.filter(until__gte=today_of(actor))
        .exclude(why=Hold.GRACE)
        .values_list("name", flat=True)
    )
    known = {name: name in held for name in CLEARANCES}
    known["second_factor"] = Authenticator.objects.filter(user_id=user_id).exists()
    known["access"] = bool(grants_of(actor, user_id))
    devices = with_devices(actor, [user_id])
    if devices is not None:
        known["device"] = user_id in devices
    return known


def line_of(actor: Actor, line_id: UUID) -> Line:
    """A line, locked for the transaction. Raises ``NoSuchLine``."""
    rows = Line.objects.filter(organization_id=actor.organization_id, id=line_id)
    found = rows.select_related("checklist__person__user").select_for_update(of=("self",)).first()
    if found is None:
        raise NoSuchLine
    return found


def by_itself(key: str) -> bool:
    """Whether the system ticks a line of this key."""
    return key in KNOWN


def _shown(
    each: Checklist, known: Mapping[str, bool], names: Mapping[UUID, str], today: date
) -> ShownList:
    onboarding = each.kind == Checklist.Kind.ONBOARDING
    lines = [
        _line(line, known if onboarding else {}, names, today)
        for line in sorted(each.lines.all(), key=lambda line: line.number)
    ]
    return ShownList(
        kind=each.kind,
        label=Checklist.Kind(each.kind).label,
        lines=lines,
        open=sum(line.state != "done" for line in lines),
    )


def _line(line: Line, known: Mapping[str, bool], names: Mapping[UUID, str], today: date) -> Shown:
    state, done = line.state_on(today), ""
    if line.key in known:
        state = "done" if known[line.key] else ("overdue" if line.due_on < today else "open")
        done = "by itself" if known[line.key] else ""
    elif line.done_at:
        done = names.get(line.done_by, "by itself") if line.done_by else "by itself"
    return Shown(
        id=line.id,
        label=STEPS[line.key].label,
        state=state,
        owner=names.get(line.owner_id, "") if line.owner_id else "",
        due_on=line.due_on,
        done=done,
        by_itself=line.key in known or by_itself(line.key),
    )
