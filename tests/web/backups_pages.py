"""The page of backups, as the gallery shows it."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.continuity.backups.registry import CopiesStanding
from chaperone.continuity.backups.settings import Settings
from chaperone.continuity.backups.standing import Standing
from chaperone.continuity.backups.targets import Place
from chaperone.continuity.frame import TABS
from chaperone.continuity.models import Backup
from chaperone.registers.forms import ListForm
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
NAME = "chaperone-care-lakeside-example-20261126T020003Z-9f86d081.age"


def _backup(number: int, state: str, **values: Any) -> Backup:
    said: dict[str, Any] = {
        "made_at": ago(1440 * number + 300),
        "scheduled": True,
        "target": "/srv/backups",
        "name": NAME,
        "size": 48_300_000,
        "seconds": 12.4,
        "ledger_size": 91_204,
        "counts": {"members_member": 214, "conversations_message": 18_400},
        "verified_at": ago(2000) if state == "whole" and number else None,
        "verified_how": "opened" if state == "whole" and number else "",
    }
    return Backup(id=UUID(int=700 + number), state=state, **said | values)


WHOLE = _backup(1, "whole")
FAILED = _backup(
    0, "failed", size=0, why="The database could not be dumped. connection to server was lost"
)
ROWS = [
    _backup(0, "asked", scheduled=False, size=0, name="", target=""),
    FAILED,
    WHOLE,
    _backup(2, "expired"),
    _backup(3, "lost", why="After a restore it was not at its place."),
    _backup(
        4,
        "whole",
        kind="base",
        name="copy-0123456789abcdef-000000010000000000000007-20261126T173411334563Z.age",
        target="/srv/backups/log",
        counts={},
    ),
]
COPIES = [
    CopiesStanding(Backup.Kind.BASE, ROWS[-1], timedelta(days=4), "ok"),
    CopiesStanding(
        Backup.Kind.RDS,
        _backup(1, "whole", why="RDS keeps its snapshots for 1 days, 7 are wanted."),
        timedelta(hours=29),
        "overdue",
    ),
    CopiesStanding(Backup.Kind.PGBACKREST, None, None, "none"),
]


def _line(row: Backup) -> dict[str, Any]:
    place = "folder “backups”" if row.target else ""
    by = "" if row.scheduled else "Amara Koné"
    rows, members = (18_614, 214) if row.counts else (0, 0)
    return {"row": row, "by": by, "place": place, "rows": rows, "members": members}


def _listing(*, searched: bool = False) -> Thing:
    filters = {
        "state": ("State", Backup.State.choices),
        "kind": ("Kind", Backup.Kind.choices),
        "since": ("Made", [("7", "this week")]),
    }
    form = ListForm({}, filters=filters)
    return Thing(form=form, searched=searched, address="/continuity/backups/", first=1, last=4)


def _context(**changes: Any) -> dict[str, Any]:
    standing = Standing("/srv/backups", WHOLE, FAILED, timedelta(hours=29))
    return {
        "tabs": TABS,
        "listing": _listing(),
        "lines": [_line(row) for row in ROWS],
        "may_ask": True,
        "counted": True,
        "waits": True,
        "places": [("folder “backups”", standing)],
        "copies": COPIES,
        "kept": Settings((Place("/srv/backups"),), keep_weeks=4),
        "next_at": ago(-600),
        "problem": "",
    } | changes


PAGES: dict[str, Page] = {
    "backups": ("continuity/backups/register.html", OFFICER, _context),
    "backups-none": (
        "continuity/backups/register.html",
        OFFICER,
        lambda: _context(
            lines=[],
            waits=False,
            copies=[],
            places=[("folder “backups”", Standing("/srv/backups", None, None, None))],
        ),
    ),
    "backups-wrong": (
        "continuity/backups/register.html",
        OFFICER,
        lambda: _context(
            lines=[],
            waits=False,
            places=[],
            next_at=None,
            problem="The settings “backups” of config.json cannot be used. “at” must be a time.",
            listing=_listing(searched=True),
        ),
    ),
}
