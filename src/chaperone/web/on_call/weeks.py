"""Weeks of the rota as forms offer them. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from chaperone.duties.rota import WEEK, Rota
from chaperone.organizations.clocks import instant

OFFERED = 26
NOBODY = "nobody"


def mondays(rota: Rota, now: datetime) -> list[date]:
    """This week's Monday and those that follow."""
    today = now.astimezone(rota.zone).date()
    first = today - timedelta(days=today.weekday())
    return [first + WEEK * number for number in range(OFFERED)]


def choices(
    rota: Rota, now: datetime, hand_over: time, names: Mapping[UUID, str]
) -> list[tuple[str, str]]:
    """The weeks with who is on call when they begin."""
    found = []
    for monday in mondays(rota, now):
        user_id = rota.on_call(instant(monday, hand_over, rota.zone))
        who = names.get(user_id, NOBODY) if user_id else NOBODY
        found.append((str(monday), f"Monday {monday.day} {monday:%B %Y}: {who}"))
    return found
