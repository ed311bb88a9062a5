"""What waits since a restore, as the gallery shows it."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.continuity.frame import TABS
from chaperone.continuity.models import Restoration
from chaperone.continuity.restoring.queries import Happened, Restored, Waiting, Wrote
from chaperone.conversations.models import OutboxHold
from tests.web.contexts import OFFICER, ORGANIZATION, Shown, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PAGE = "continuity/restoring/restored.html"


def _member(number: int, name: str) -> Any:
    return Thing(id=UUID(int=number), name=Shown(name))


def _restored(*, lifted: bool = False, **changes: Any) -> Restored:
    values: dict[str, Any] = {
        "hold": OutboxHold(backup_at=ago(640), lifted_at=ago(5) if lifted else None),
        "restoration": Restoration(
            recovered_to=ago(95),
            lost=1,
            unread=2,
            figures={
                "waiting": {"decided": 4},
                "pruned": [
                    {"month": "2020-11", "entries": 41_230, "unknown": 12, "kept_by": ""},
                    {
                        "month": "2020-10",
                        "entries": 1,
                        "unknown": 0,
                        "kept_by": "A legal hold of the organization keeps it.",
                    },
                ],
            },
        ),
        "waiting": [
            Waiting(UUID(int=71), _member(1, "Rosa Delgado"), True, ""),
            Waiting(UUID(int=72), _member(2, "Walter Oyelaran-Featherstone"), False, "Answer"),
        ],
        "left": 3,
        "lost": [
            Wrote(_member(1, "Rosa Delgado"), 2, False),
            Wrote(_member(3, "June Park"), 1, True),
        ],
        "happened": [
            Happened("A member said STOP", 1),
            Happened("Somebody's access ended", 2),
        ],
    }
    return Restored(**values | changes)


def _context(**changes: Any) -> dict[str, Any]:
    context = {"tabs": TABS, "restored": _restored(), "may_read": True, "problem": ""}
    held = Thing(name="Harbor Diabetes Care", time_zone="America/New_York", texts_held=True)
    return context | {"may_reconcile": True, "organization": held} | changes


PAGES: dict[str, Page] = {
    "restored": (PAGE, OFFICER, _context),
    "restored-undecided": (
        PAGE,
        OFFICER,
        lambda: _context(
            problem="Decide about each text first.",
            may_read=False,
            restored=_restored(restoration=Restoration(base="base-1", figures={"waiting": {}})),
        ),
    ),
    "restored-decided": (
        PAGE,
        OFFICER,
        lambda: _context(tabs=(), restored=_restored(waiting=[], left=0, lost=[])),
    ),
    "restored-done": (
        PAGE,
        OFFICER,
        lambda: _context(
            restored=_restored(lifted=True, waiting=[], left=0), organization=ORGANIZATION
        ),
    ),
    "restored-never": (PAGE, OFFICER, lambda: _context(restored=None, organization=ORGANIZATION)),
}
