"""Repairs of places, badges and what the doors recorded (45 CFR 164.310(a)(2)(iii)-(iv))."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import staff_of
from chaperone.facilities.actions.sites import record_maintenance
from chaperone.facilities.actions.visits import add_badge, retire_badge
from chaperone.facilities.forms.places import BadgeForm, ConfirmForm, MaintenanceForm
from chaperone.facilities.models import Badge, Maintenance
from chaperone.facilities.queries.sites import maintenance_of, sites_to_choose
from chaperone.facilities.queries.visits import badge_uses_of, badges_of
from chaperone.facilities.shown import Cell, Table, list_page, reached, record_page
from chaperone.facilities.views.frame import MANAGE, PURPOSE, READ, People, done_by_form
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of

_PARTS = {"part": Filter("What", Maintenance.Part.choices, "part")}
_KNOWN = {
    "known": Filter(
        "Badges",
        [("unknown", "Of nobody"), ("known", "Of somebody")],
        lambda rows, value: rows.filter(known=value == "known"),
    )
}


@require_GET
@requires(READ, purpose=PURPOSE)
def maintenance(request: SignedInRequest) -> HttpResponse:
    """What was repaired or changed, by whom?"""
    fields = ["place", "what", "done_by", "site__name"]
    listing = Listing(
        request,
        maintenance_of(request.actor),
        search=fields,
        filters=_PARTS,
        register="maintenance",
    )
    rows = [
        (
            Cell(row.done_on),
            Cell(row.get_part_display(), row.place),
            Cell(row.what, url=_page_of(row)),
            Cell(row.done_by),
            Cell(row.site.name),
        )
        for row in listing.rows
    ]
    table = Table(
        "Repairs and changes, latest first",
        ("When", "Where", "What", "By whom", "Site"),
        rows,
        "Nothing fits. Repairs of locks, doors, walls and hardware that guard members' data are"
        " written down here.",
    )
    context: dict[str, Any] = {
        "heading": "What was repaired or changed, and by whom?",
        "tables": [table],
        "listing": listing,
    }
    if request.actor.may(MANAGE):
        add = reverse("facilities:maintenance_add")
        context |= {"add": add, "add_label": "Record a repair"}
    return list_page(request, context)


def _page_of(row: Maintenance) -> str:
    return reverse("facilities:maintenance_one", kwargs={"maintenance_id": row.id})


@require_GET
@requires(READ, purpose=PURPOSE)
def maintenance_one(request: SignedInRequest, maintenance_id: UUID) -> HttpResponse:
    """One repair, and what the ledger says of it."""
    row = reached(request.actor, Maintenance, maintenance_id)
    context = {
        "heading": row.what,
        "back": reverse("facilities:maintenance"),
        "back_label": "All repairs",
        "facts": [
            ("When", Cell(row.done_on)),
            ("Where", Cell(row.get_part_display(), row.place)),
            ("By whom", Cell(row.done_by)),
            ("Site", Cell(row.site.name)),
        ],
        "changes": history_of(request.actor, row.id),
    }
    return record_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def maintenance_add(request: SignedInRequest) -> HttpResponse:
    """A repair or change of a place."""
    actor = request.actor

    def act(**values: Any) -> None:
        record_maintenance(actor=actor, site_id=values.pop("site"), **values)

    return done_by_form(
        request,
        MaintenanceForm(sent(request), sites=sites_to_choose(actor)),
        act,
        said="Recorded.",
        then=reverse("facilities:maintenance"),
        context={"heading": "What was repaired or changed?", "verb": "Record it"},
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def badges(request: SignedInRequest) -> HttpResponse:
    """Whose badge opened which door, and which badge is nobody's?"""
    actor = request.actor
    listing = Listing(
        request,
        badge_uses_of(actor),
        search=["badge", "door", "result"],
        filters=_KNOWN,
        register="badge-record",
    )
    held = list(badges_of(actor)[:200])
    people = People(badge.holder for badge in held)
    holders = {badge.number: people(badge.holder) for badge in held if not badge.retired_at}
    uses = [
        (
            Cell(at=row.at),
            Cell(row.badge, holders.get(row.badge, "")),
            Cell(row.door, row.result),
            Cell(word=("badge", "known" if row.known else "unknown")),
        )
        for row in listing.rows
    ]
    record = Table(
        "What the locks recorded, latest first",
        ("When", "Badge", "Door", "Whose"),
        uses,
        "Nothing fits. Import the record of your locks as CSV: a column for the badge, the door,"
        " the time and, where there is one, the result. What is there already is left out.",
    )
    context: dict[str, Any] = {
        "heading": "Which badge opened which door, and whose is it?",
        "tables": [record, _held(actor.may(MANAGE), held, people)],
        "listing": listing,
    }
    if actor.may(MANAGE):
        context |= {"add": reverse("facilities:badge_add"), "add_label": "Give somebody a badge"}
    return list_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def badge_add(request: SignedInRequest) -> HttpResponse:
    """A badge for somebody."""
    return done_by_form(
        request,
        BadgeForm(sent(request), people=staff_of(request.actor)),
        partial(add_badge, actor=request.actor),
        said="Entered.",
        then=reverse("facilities:badges"),
        context={"heading": "Whose badge is it?", "verb": "Enter the badge"},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def badge_retire(request: SignedInRequest, badge_id: UUID) -> HttpResponse:
    """A badge is out of use."""
    badge = reached(request.actor, Badge, badge_id)
    return done_by_form(
        request,
        ConfirmForm(sent(request)),
        partial(retire_badge, actor=request.actor, badge_id=badge.id),
        said="Out of use.",
        then=reverse("facilities:badges"),
        context={
            "heading": f"Take badge {badge.number} out of use?",
            "warning": "Block it in the lock as well: this register opens and closes no door."
            " Where it is seen again, it is shown as nobody's.",
            "verb": "Take it out of use",
            "look": "btn-danger",
        },
    )


def _held(manage: bool, held: list[Badge], people: People) -> Table:
    rows = []
    for badge in held:
        address = reverse("facilities:badge_retire", kwargs={"badge_id": badge.id})
        out = Cell("Take out of use", url=address) if manage and not badge.retired_at else Cell()
        state = "retired" if badge.retired_at else "known"
        rows.append(
            (Cell(badge.number), Cell(people(badge.holder)), Cell(word=("badge", state)), out)
        )
    nothing = "No badge is entered yet, so that every badge in the record is nobody's."
    return Table("Badges", ("Badge", "Whose", "State", "End"), rows, nothing)
