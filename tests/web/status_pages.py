"""The status page, as the gallery shows it."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.notices.standing import StandingReading
from chaperone.web.status.forms import QuietForm
from chaperone.web.status.views import Told
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
OPERATOR = replace(OFFICER, name="Noa Fischer", on_platform=True)
READINGS = [
    StandingReading(
        "disk.free",
        "Room on the disk",
        8.0,
        "%",
        "alarm",
        "8 % of the data folder's disk is free: 3.1 GB.",
        "Make room, or give it a larger disk.",
        ago(1),
        ago(40),
    ),
    StandingReading(
        "key.provider",
        "Holder of the root key",
        None,
        "s",
        "unknown",
        "This was last read 7 minutes ago, when it stood like this: it wraps and unwraps.",
        "See whether the workers run: chaperone status.",
        ago(7),
        ago(3000),
    ),
    StandingReading(
        "mirror.age",
        "The ledger outside the database",
        70.0,
        "s",
        "attention",
        "A mirror has lacked what was signed for 70 s.",
        "A mirror catches up by itself once it can be written.",
        ago(1),
        ago(2),
    ),
    StandingReading(
        "queue.age", "Work that waits", 0.0, "s", "ok", "Nothing waits.", "", ago(1), ago(900)
    ),
]
ALARM = Thing(
    id=UUID(int=81), raised_at=ago(39), told_at=ago(5), times=2, quiet_until=None, ended_at=None
)
OVER = Thing(raised_at=ago(4000), ended_at=ago(3900))


def _status(**changes: Any) -> dict[str, Any]:
    context: dict[str, Any] = {
        "worst": "alarm",
        "readings": READINGS,
        "open": [Told(ALARM, "Room on the disk")],  # type: ignore[arg-type]
        "over": [Told(OVER, "Work that waits")],  # type: ignore[arg-type]
    }
    return context | changes


PAGES: dict[str, Page] = {
    "status": ("status/status.html", OPERATOR, _status),
    "status-nothing": (
        "status/status.html",
        OPERATOR,
        lambda: _status(worst="unknown", readings=[], open=[], over=[]),
    ),
    "status-quieten": (
        "status/quieten.html",
        OPERATOR,
        lambda: {"form": QuietForm({}), "alarm": ALARM, "label": "Room on the disk"},
    ),
}
