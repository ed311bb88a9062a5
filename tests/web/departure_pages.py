"""Pages about a customer who leaves, as the gallery shows them."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.disclosures.departures.forms import AskForm
from chaperone.disclosures.departures.packing import FORMAT
from chaperone.disclosures.departures.queries import Progress
from tests.web.administration_pages import ADMINISTRATOR
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
ASKED, OTHER = UUID(int=5), UUID(int=6)
NAMES = {ASKED: "Grace Lin", OTHER: "Samuel Okafor"}
STEPS = ["waiting", "packing", "packed", "arrived", "destroying", "done"]


def _departure(state: str) -> Thing:
    step = STEPS.index(state)
    return Thing(
        id=UUID(int=700),
        state=state,
        recipient="age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        asked_by=ASKED,
        asked_at=ago(4000),
        decided_by=OTHER if step else None,
        decided_at=ago(3900) if step else None,
        arrived_by=ASKED if step > 2 else None,
        arrived_at=ago(300) if step > 2 else None,
        agreed_by=OTHER if step > 3 else None,
        agreed_at=ago(200) if step > 3 else None,
        destroyed_at=ago(100) if step > 4 else None,
        content="{}" if step > 4 else "",
    )


def _parts() -> list[Any]:
    return [
        Thing(
            number=n,
            get_form_display=form,
            members=100,
            rows=12_300 + n,
            size=812_332 * n,
            sha256=f"{n:x}" * 64,
        )
        for n, form in ((1, "Every row"), (2, "FHIR R4 resources"))
    ]


def _page(state: str, **changes: Any) -> dict[str, Any]:
    progress = Progress(200, 200, 120 if state == "destroying" else 0, _parts())
    return {
        "departure": _departure(state),
        "progress": Progress(200, 0, 0, []) if state in ("waiting", "packing") else progress,
        "names": NAMES,
        "digest": "ab" * 32,
        "format": FORMAT,
        "may_decide": True,
        "may_say_arrived": True,
        "may_agree": True,
    } | changes


PAGES: dict[str, Page] = {
    "departures": (
        "disclosures/departures.html",
        OFFICER,
        lambda: {"departures": [_departure("packed")], "under_way": True, "may_ask": False},
    ),
    "departures-none": (
        "disclosures/departures.html",
        ADMINISTRATOR,
        lambda: {"departures": [], "under_way": False, "may_ask": True},
    ),
    "departure-ask": (
        "disclosures/departure_ask.html",
        ADMINISTRATOR,
        lambda: {"form": AskForm({"public_key": "age1nonsense"})},
    ),
    "departure-waiting": ("disclosures/departure.html", OFFICER, lambda: _page("waiting")),
    "departure-packed": ("disclosures/departure.html", ADMINISTRATOR, lambda: _page("packed")),
    "departure-arrived": ("disclosures/departure.html", OFFICER, lambda: _page("arrived")),
    "departure-done": ("disclosures/departure.html", OFFICER, lambda: _page("done")),
}
