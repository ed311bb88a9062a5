"""Pages and parts that registers share, and the calendar, as the gallery shows them."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.duties.dues import Listed
from chaperone.duties.models import Feed
from chaperone.duties.registry import Due
from chaperone.registers.declared import Register
from chaperone.registers.forms import AttachmentForm, ConfirmForm, SheetForm
from chaperone.registers.previews import Part
from chaperone.registers.sheets import Column, Finding
from chaperone.registers.sheets.cells import day, text
from chaperone.web.calendar.forms import DuesForm, MonthForm
from chaperone.web.calendar.listing import ROOMS
from chaperone.web.calendar.views.pages import Day, Line
from tests.web.contexts import COACH, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
VENDORS = Register(
    name="vendors",
    label="Vendors",
    question="Who works for us?",
    read="vendors.read",
    manage="vendors.manage",
    columns=(
        Column("name", "Name", text(120), help="As it is called in its agreement."),
        Column("review_on", "Next review", day, required=False, help="A day such as 2027-03-31."),
    ),
    rows=lambda _actor: [],
    add=lambda **_cells: None,
)
FIRST = date(2026, 11, 1)
TODAY = date(2026, 11, 26)
DUES = (
    Due("a", "Agreement with Model Works runs out", date(2026, 11, 12), "vendors:register"),
    Due("b", "12 people have not acknowledged “Access control”", TODAY, "policies:register"),
    Due(
        "c",
        "Access review: 5 of 12 lines wait for a decision",
        date(2026, 11, 30),
        "access:reviews",
        citation="45 CFR 164.308(a)(4)(ii)(C)",
    ),
    Due(
        "d",
        "The organization's key grows old: the schedule replaces it",
        date(2027, 6, 1),
        "administration:settings",
    ),
)


def _lines(*, mine: bool = True) -> list[Line]:
    return [
        Line(Listed(due, (due.due_on - TODAY).days, mine), "/vendors/", ROOMS[due.room])
        for due in DUES
    ]


def _calendar(**changes: Any) -> dict[str, Any]:
    late, today, soon, later = _lines()
    return {
        "form": DuesForm({}, rooms=ROOMS),
        "groups": [
            ("Overdue", [late]),
            ("Today", [today]),
            ("Within a week", [soon]),
            ("Later", [later, *_lines(mine=False)[3:]]),
        ],
        "overdue": 1,
        "hidden": 20,
        "has_link": True,
    } | changes


def _month() -> dict[str, Any]:
    lines = {line.listed.due.due_on: [line] for line in _lines()}
    lines[TODAY] *= 2
    weeks = [
        [Day(each, lines.get(each, []), each.month == FIRST.month) for each in week]
        for week in calendar.Calendar().monthdatescalendar(2026, 11)
    ]
    return {
        "form": MonthForm({}, rooms=ROOMS),
        "weeks": weeks,
        "first": FIRST,
        "today": TODAY,
        "previous": "?month=2026-10",
        "next": "?month=2026-12",
    }


def _preview(*, good: bool = True) -> dict[str, Any]:
    found = [
        {"line": number, "cells": [("Name", f"Vendor {number}"), ("Next review", "2027-03-31")]}
        for number in (2, 3)
    ]
    wrong = [Finding(4, "Name", "The cell is empty.", "Fill it in.")]
    rows = found if good else []
    return {
        "register": VENDORS,
        "form": ConfirmForm(initial={"leave_out": 1}),
        "good": Part(rows, 0, 140 if good else 0),
        "bad": Part(wrong, 0, 1),
        "bad_lines": 1,
    }


FEED = Feed(id=UUID(int=970), made_at=ago(9000))
PAGES: dict[str, Page] = {
    "calendar": ("calendar/calendar.html", OFFICER, _calendar),
    "calendar-empty": (
        "calendar/calendar.html",
        COACH,
        lambda: _calendar(groups=[], overdue=0, hidden=0, has_link=False),
    ),
    "calendar-nothing-of-it": (
        "calendar/calendar.html",
        COACH,
        lambda: _calendar(
            groups=[], overdue=0, hidden=0, searched=True, form=DuesForm({"room": "x"}, rooms=ROOMS)
        ),
    ),
    "calendar-month": ("calendar/month.html", OFFICER, _month),
    "calendar-link": ("calendar/link.html", COACH, lambda: {"feed": FEED}),
    "calendar-link-new": (
        "calendar/link.html",
        COACH,
        lambda: {"feed": FEED, "address": "https://chaperone.example/calendar/feed/x.ics"},
    ),
    "calendar-link-none": ("calendar/link.html", COACH, lambda: {"feed": None}),
    "register-import": (
        "registers/import.html",
        OFFICER,
        lambda: {"register": VENDORS, "form": SheetForm()},
    ),
    "register-import-wrong": (
        "registers/import.html",
        OFFICER,
        lambda: {"register": VENDORS, "form": SheetForm({}, {})},
    ),
    "register-import-preview": ("registers/import_preview.html", OFFICER, _preview),
    "register-import-preview-bad": (
        "registers/import_preview.html",
        OFFICER,
        lambda: _preview(good=False),
    ),
    "attachment-add": (
        "registers/attachment_add.html",
        OFFICER,
        lambda: {
            "form": AttachmentForm({}, {}),
            "page": "/vendors/",
            "kind": "vendors.agreement",
            "record": UUID(int=1),
            "warning": "This is a drill. The file stays with it.",
        },
    ),
}
