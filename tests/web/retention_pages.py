"""Pages about how long things are kept, as the gallery shows them."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.retention.classes import registered
from chaperone.retention.models import Hold, Period, Step
from chaperone.retention.periods.queries import Kept
from chaperone.retention.purging.batches import Due
from chaperone.retention.purging.certificates import RESIDUE
from chaperone.retention.purging.queries import Next
from chaperone.retention.queries import Reference
from chaperone.web.retention.forms import (
    DecideForm,
    HoldForm,
    MemberHoldForm,
    PeriodForm,
    PurgeForm,
)
from chaperone.web.retention.shown import (
    HoldLine,
    Line,
    PeriodLine,
    RunLine,
    due_line,
    label_of,
    lasting,
)
from tests.web.administration_pages import ADMINISTRATOR
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
NOTICES, MESSAGES = "notices.notices", "conversations.messages"
RUN = UUID(int=990)
_DAY = 24 * 60


def _step(name: str, purged: int, due: int, held: int = 0) -> Step:
    days = registered()[name].default_days
    return Step(
        id=UUID(int=991),
        class_name=name,
        days=days,
        bound=ago(days * _DAY),
        due=due,
        held=held,
        purged=purged,
    )


def _run(state: str, **changes: Any) -> RunLine:
    steps = [_step(NOTICES, 1200, 1200), _step(MESSAGES, 30_000, 41_500, 320)]
    row = Thing(id=RUN, state=state, begun_at=ago(300), why="", stopped_by=None)
    vars(row).update(changes)
    nothing = state in ("nothing", "refused")
    sums = (
        (0, 0, 0)
        if nothing
        else tuple(sum(getattr(step, name) for step in steps) for name in ("due", "purged", "held"))
    )
    return RunLine(row, False, "the schedule", *sums)


def _hold(number: int, state: str, **changes: Any) -> HoldLine:
    asked = state in ("asked", "released")
    row = Hold(
        id=UUID(int=number),
        reach="class",
        class_name=MESSAGES,
        ground="litigation",
        matter=f"2026/{number}",
        placed_at=ago(5 * _DAY),
        release_asked_at=ago(_DAY) if asked else None,
        released_at=ago(60) if state == "released" else None,
    )
    for name, value in changes.items():
        setattr(row, name, value)
    what = row.get_reach_display() if row.reach != "class" else label_of(row.class_name)
    return HoldLine(row, what, "Sam Okafor", "Grace Lin" if asked else "", "")


def _period(state: str, days: int = 1826) -> PeriodLine:
    row = Period(
        id=UUID(int=995),
        class_name=MESSAGES,
        days=days,
        before=3653,
        reason="Five years after the last contact, as counsel advised on 3 March.",
        state=state,
        asked_at=ago(3 * _DAY),
        decided_at=None if state == "waiting" else ago(_DAY),
    )
    decided = "" if state == "waiting" else "Sam Okafor"
    return PeriodLine(row, label_of(MESSAGES), lasting(3653), lasting(days), "Grace Lin", decided)


def _kept(name: str) -> Kept:
    return Kept(registered()[name], registered()[name].default_days, None)


def _due(name: str, rows: int, held: int = 0) -> Any:
    due = Due(rows, held, ago(4000 * _DAY), ago(3700 * _DAY))
    return due_line(Next(_kept(name), ago(3653 * _DAY) - timedelta(0), due))


def _classes() -> dict[str, Any]:
    lines = [
        Line(
            _kept(each.name),
            lasting(each.default_days),
            _step(each.name, 1200, 1200) if each.name == NOTICES else None,
            each.name == MESSAGES,
        )
        for each in sorted(registered().values(), key=lambda each: each.label)
    ]
    return {"lines": lines, "waiting": [_period("waiting")], "holds": 1, "run": _run("finished")}


def _one_run(state: str, **changes: Any) -> dict[str, Any]:
    line = _run(state, **changes)
    some = state not in ("refused", "nothing")
    steps = [_step(NOTICES, 1200, 1200), _step(MESSAGES, 30_000, 41_500, 320)] if some else []
    done = state in ("finished", "stopped")
    hold = {"hold": str(UUID(int=7)), "matter": "2026/7"}
    return {
        "line": line,
        "steps": [(step, label_of(step.class_name), lasting(step.days)) for step in steps],
        "said": {"last_backup_expires": "2027-01-03", "residue": RESIDUE, "holds": [hold]}
        if done
        else None,
        "reference": Reference(UUID(int=996), 120_345, "note") if done else None,
        "is_open": state == "running",
        "may_stop": state == "running",
    }


PAGES: dict[str, Page] = {
    "retention": ("retention/classes.html", OFFICER, _classes),
    "retention-class": (
        "retention/class.html",
        ADMINISTRATOR,
        lambda: {
            "kept": _kept(MESSAGES),
            "period": lasting(3653),
            "minimum": lasting(365),
            "history": [_period("waiting"), _period("in_force", 4000), _period("refused", 400)],
            "may_choose": True,
            "form": PeriodForm(kind=registered()[MESSAGES]),
        },
    ),
    "retention-class-fixed": (
        "retention/class.html",
        OFFICER,
        lambda: {
            "kept": _kept("ledger.entries"),
            "period": lasting(2192),
            "minimum": lasting(2192),
            "history": [],
            "may_choose": False,
            "form": PeriodForm(kind=registered()["ledger.entries"]),
        },
    ),
    "retention-period": (
        "retention/period.html",
        OFFICER,
        lambda: {
            "line": _period("waiting"),
            "due": _due(MESSAGES, 41_500, 320),
            "own": False,
            "form": DecideForm(),
        },
    ),
    "retention-next": (
        "retention/next.html",
        ADMINISTRATOR,
        lambda: {
            "lines": [_due(MESSAGES, 41_500, 320), _due(NOTICES, 100_001)],
            "form": PurgeForm(),
        },
    ),
    "retention-next-nothing": (
        "retention/next.html",
        ADMINISTRATOR,
        lambda: {"lines": [], "form": PurgeForm()},
    ),
    "retention-holds": (
        "retention/holds.html",
        OFFICER,
        lambda: {
            "lines": [
                _hold(7, "in_force"),
                _hold(6, "asked", reach="member", class_name="", member_id=UUID(int=77)),
                _hold(5, "released", reach="organization", class_name=""),
            ]
        },
    ),
    "retention-holds-none": ("retention/holds.html", OFFICER, lambda: {"lines": []}),
    "retention-hold-add": (
        "retention/hold_add.html",
        OFFICER,
        lambda: {"form": HoldForm({"matter": "Jane"}), "address": "/", "member_id": None},
    ),
    "retention-hold-member": (
        "retention/hold_add.html",
        ADMINISTRATOR,
        lambda: {"form": MemberHoldForm(), "address": "/", "member_id": UUID(int=77)},
    ),
    "retention-hold": (
        "retention/hold.html",
        OFFICER,
        lambda: {
            "line": _hold(6, "asked"),
            "may_decide": True,
            "may_ask": False,
            "form": DecideForm(),
        },
    ),
    "retention-runs": (
        "retention/runs.html",
        OFFICER,
        lambda: {
            "lines": [_run(state) for state in ("running", "finished", "nothing", "refused")],
            "next_url": "?before=1",
        },
    ),
    "retention-runs-none": (
        "retention/runs.html",
        OFFICER,
        lambda: {"lines": [], "next_url": ""},
    ),
    "retention-run": ("retention/run.html", OFFICER, lambda: _one_run("finished")),
    "retention-run-running": ("retention/run.html", ADMINISTRATOR, lambda: _one_run("running")),
    "retention-run-refused": (
        "retention/run.html",
        OFFICER,
        lambda: _one_run("refused", why="The clock was put forward by 366 days, 0:00:00."),
    ),
}
