"""Pages about the answer library, as the gallery shows them."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.assistant.reviews import Entry
from chaperone.web.administration.forms.library import LibrarySearchForm, ReviewForm
from chaperone.web.administration.views.evaluations import lines_of
from chaperone.web.administration.views.library import Decision
from tests.web.contexts import COACH, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PASSAGE = Thing(
    id="mplus2024:6308-1",
    subject="A1C",
    question="What should I know about A1C?",
    answer="A1C is a blood test for type 2 diabetes and prediabetes.\n\nIt measures an average.",
    short="The A1C is a blood test. It shows your average blood sugar over the past 3 months.",
    version="1f2e3d4c5b6a7988",
    url="https://medlineplus.gov/a1c.html",
    source="NLM MedlinePlus health-topic summary",
    licence="US federal government work (NLM), public domain",
)
SENT = PASSAGE.short + "\nSource: MedlinePlus"


def _review(kind: str, word: str) -> Thing:
    return Thing(
        id=UUID(int=7),
        kind=kind,
        get_kind_display=lambda: word,
        review_again_on=ago(-60 * 24 * 200).date() if kind == "approved" else None,
        note="Fits our handout." if kind == "approved" else "",
        decided_at=ago(4000),
        version=PASSAGE.version,
    )


def _entry(state: str) -> Entry:
    review = _review("approved", "Approved") if state in ("approved", "due") else None
    return Entry(PASSAGE, review, state)


def _one(state: str, **changes: Any) -> dict[str, Any]:
    return {
        "entry": _entry(state),
        "sent": SENT,
        "history": [],
        "may_review": True,
        "unreviewed_go_out": True,
        "form": ReviewForm(initial={"version": PASSAGE.version}),
    } | changes


def _run(number: int, **figures: float) -> Thing:
    return Thing(
        figures={"rows": 210, "emergency_recall": 0.98, "hit_1": 0.74} | figures,
        file="5f1c2d3e4b5a6978" * 4,
        product="0.1.0",
        library="0a1b2c3d4e5f6071",
        rules="a1b2c3d4e5f60718",
        run_at=ago(3000 * number),
    )


RUNS = [_run(1, hit_3=0.89), _run(2), _run(3, hit_1=0.653)]

PAGES: dict[str, Page] = {
    "library-measured": (
        "administration/library_measured.html",
        COACH,
        lambda: {"runs": RUNS, "lines": lines_of(RUNS)},
    ),
    "library-measured-nothing": (
        "administration/library_measured.html",
        COACH,
        lambda: {"runs": [], "lines": []},
    ),
    "library": (
        "administration/library.html",
        COACH,
        lambda: {
            "entries": [_entry(each) for each in ("unreviewed", "approved", "due", "refused")],
            "next_url": "?after=1",
            "unreviewed_go_out": True,
            "may_see_setting": True,
            "form": LibrarySearchForm({"asked": "whats an a1c"}),
        },
    ),
    "library-nothing": (
        "administration/library.html",
        COACH,
        lambda: {
            "entries": [],
            "next_url": "",
            "unreviewed_go_out": False,
            "may_see_setting": False,
            "form": LibrarySearchForm({"state": "strange"}),
        },
    ),
    "library-entry": ("administration/library_entry.html", COACH, lambda: _one("unreviewed")),
    "library-entry-approved": (
        "administration/library_entry.html",
        COACH,
        lambda: _one(
            "approved",
            history=[
                Decision(_review("approved", "Approved"), "Daniel Osei", of_this_version=True),
                Decision(
                    _review("withdrawn", "Approval withdrawn"),
                    "Dana Whitfield",
                    of_this_version=False,
                ),
            ],
            form=ReviewForm({"decision": "approve", "review_again_on": "soon", "version": "1"}),
        ),
    ),
    "library-entry-refused": (
        "administration/library_entry.html",
        COACH,
        lambda: _one("refused", may_review=False),
    ),
    "library-entry-held": (
        "administration/library_entry.html",
        COACH,
        lambda: _one("unreviewed", unreviewed_go_out=False, may_review=False),
    ),
}
