"""The desk: who is in the building, who comes, who leaves (45 CFR 164.310(a)(2)(iii))."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import staff_of
from chaperone.facilities.actions.visits import sign_in, sign_out
from chaperone.facilities.errors import AlreadySettled, NotFound
from chaperone.facilities.forms.places import VisitorForm
from chaperone.facilities.models import Visit
from chaperone.facilities.queries.sites import sites_to_choose
from chaperone.facilities.queries.visits import inside, is_overnight, visits_of
from chaperone.facilities.shown import (
    Cell,
    Link,
    Table,
    list_page,
    page_with_desk,
    reached,
    record_page,
)
from chaperone.facilities.views.frame import DESK, PURPOSE, READ, People
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of

_FILTERS = {
    "state": Filter(
        "Which",
        [("inside", "Not signed out"), ("left", "Left")],
        lambda rows, value: rows.filter(left_at__isnull=value == "inside"),
    )
}


@require_http_methods(["GET", "POST"])
@requires(DESK, purpose=PURPOSE)
def desk(request: SignedInRequest) -> HttpResponse:
    """Who is in the building now; signs a visitor in."""
    actor = request.actor
    form = VisitorForm(sent(request), people=staff_of(actor), sites=sites_to_choose(actor))
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            sign_in(actor=actor, site_id=values.pop("site"), **values)
        except NotFound as problem:
            form.add_error("site", str(problem))
        else:
            messages.success(request, "Signed in.")
            return redirect("facilities:desk")
    here = list(inside(actor))
    people = People(visit.escort for visit in here)
    zone, today = ZoneInfo(request.organization.time_zone), timezone.localdate()
    lines = [
        {
            "visit": visit,
            "escort": people(visit.escort),
            "state": "overnight" if is_overnight(visit, today, zone) else "inside",
        }
        for visit in here
    ]
    acts = [Link("All visits", reverse("facilities:visits"))] if actor.may(READ) else []
    context = {"lines": lines, "form": form, "acts": acts, "sites": sites_to_choose(actor)}
    return page_with_desk(request, context, status=422 if form.is_bound else 200)


@require_POST
@requires(DESK, purpose=PURPOSE)
def visit_out(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """A visitor leaves."""
    try:
        visit = sign_out(actor=request.actor, visit_id=visit_id)
    except NotFound as problem:
        raise NotReachable(str(problem)) from problem
    except AlreadySettled as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"{visit.visitor} is signed out.")
    return redirect("facilities:desk")


@require_GET
@requires(READ, purpose=PURPOSE)
def visits(request: SignedInRequest) -> HttpResponse:
    """Who was here, when and with whom?"""
    fields = ["visitor", "company", "purpose", "site__name"]
    listing = Listing(
        request, visits_of(request.actor), search=fields, filters=_FILTERS, register="visitors"
    )
    people = People(row.escort for row in listing.rows)
    zone, today = ZoneInfo(request.organization.time_zone), timezone.localdate()
    table = Table(
        "Visits, latest first",
        ("Came", "Visitor", "Why", "Escort", "Site", "Left"),
        [_row(row, people, today, zone) for row in listing.rows],
        "No visitor fits. Whoever works at the desk signs visitors in and out.",
    )
    about = "Everybody from outside is signed in and out, and is never alone where data is."
    return list_page(
        request,
        {"heading": "Who was here, and with whom?", "about": about, "tables": [table]}
        | {"listing": listing},
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """One visit, and what the ledger says of it."""
    row = reached(request.actor, Visit, visit_id)
    context = {
        "heading": f"When was {row.visitor} here, and why?",
        "back": reverse("facilities:visits"),
        "back_label": "All visits",
        "facts": [
            ("Came", Cell(at=row.arrived_at)),
            ("Left", Cell(at=row.left_at) if row.left_at else Cell(missing="not yet")),
            ("From", Cell(row.company)),
            ("Why", Cell(row.purpose)),
            ("Escort", Cell(People([row.escort])(row.escort))),
            ("Site", Cell(row.site.name)),
            ("Badge", Cell(row.badge)),
        ],
        "changes": history_of(request.actor, row.id),
    }
    return record_page(request, context)


def _row(row: Visit, people: People, today: date, zone: ZoneInfo) -> tuple[Cell, ...]:
    overnight = is_overnight(row, today, zone)
    left = Cell(word=("visit", "overnight" if overnight else "inside"))
    return (
        Cell(at=row.arrived_at),
        Cell(
            row.visitor,
            row.company,
            url=reverse("facilities:visit", kwargs={"visit_id": row.id}),
        ),
        Cell(row.purpose),
        Cell(people(row.escort)),
        Cell(row.site.name),
        Cell(at=row.left_at) if row.left_at else left,
    )
