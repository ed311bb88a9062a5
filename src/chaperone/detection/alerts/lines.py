"""Alerts and the entries behind them, in plain words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chaperone.access import sentences
from chaperone.access.events import ACCESS_RECORDED
from chaperone.detection.explaining.words import REASONS
from chaperone.detection.models import Alert
from chaperone.detection.rules.rule import rule_named
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Row


class Line(NamedTuple):
    """One alert in a list."""

    alert: Alert
    title: str
    who: str
    member: str
    url: str
    reason: str


class EntryLine(NamedTuple):
    """One entry of the ledger that an alert stands on."""

    id: UUID
    at: datetime
    sentence: str
    members: list[str]
    address: str


def line_of(alert: Alert, names: Mapping[UUID, str]) -> Line:
    """``names``: of staff, by id."""
    return Line(
        alert,
        rule_named(alert.rule).label,
        who(alert.actor_kind, alert.actor_id, names),
        short(alert.member_id),
        reverse("detection:alert", kwargs={"alert_id": alert.id}),
        REASONS.get(alert.explained_by, alert.explained_by),
    )


def who(kind: str, actor_id: UUID | None, names: Mapping[UUID, str]) -> str:
    """Who acted, as people call them."""
    return sentences.who(kind, names.get(actor_id) if actor_id else None).name


def short(member_id: UUID | None) -> str:
    """A member without a name, as the ledger's pages show one; empty where there is none."""
    return f"member …{member_id.hex[-6:]}" if member_id else ""


def entry_line(row: Row) -> EntryLine:
    """What an entry says, without a name of a member."""
    known = registered().get(row.event)
    said = known.meaning if known else row.event
    if row.event == ACCESS_RECORDED.name:
        said = f"Opened {sentences.opened(row.opened)}."
    return EntryLine(row.id, row.at, said, [short(each) for each in row.members], row.address)


def search_address(alert: Alert) -> str:
    """The ledger's search for what the person did in the time of the alert."""
    asked = {
        "who": _asked_for(alert),
        "member": str(alert.member_id or ""),
        "since": _moment(alert.started_at),
        "until": _moment(alert.ended_at, later=1),
    }
    found = {name: value for name, value in asked.items() if value}
    return f"{reverse('ledger:search')}?{urlencode(found)}"


def _asked_for(alert: Alert) -> str:
    if alert.actor_id:
        return str(alert.actor_id)
    return alert.actor_kind if alert.actor_kind in sentences.PROGRAMS else ""


def _moment(at: datetime, *, later: int = 0) -> str:
    return (timezone.localtime(at) + timedelta(minutes=later)).strftime("%Y-%m-%d %H:%M")
