"""Sites and their security plans (45 CFR 164.310(a))."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.accounts.steps import ask_again
from chaperone.facilities.actions.sites import (
    MEANING,
    add_site,
    change_site,
    retire_site,
    review_plan,
    sign_plan,
    write_plan,
)
from chaperone.facilities.checklists import outline
from chaperone.facilities.forms.places import ConfirmForm, FoundForm, PlanForm, SiteForm
from chaperone.facilities.markup import as_html
from chaperone.facilities.models import Plan, Site
from chaperone.facilities.queries.sites import plan_in_force, plans_of, sites_of
from chaperone.facilities.shown import Cell, Link, Table, list_page, reached, record_page
from chaperone.facilities.views.frame import MANAGE, PURPOSE, READ, People, done_by_form
from chaperone.registers.actions.signing import fresh_factor
from chaperone.registers.answers import sent
from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.lists import Listing
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of

SOON = timedelta(days=60)
KIND = "facilities.site"


@require_GET
@requires(READ, purpose=PURPOSE)
def sites(request: SignedInRequest) -> HttpResponse:
    """Where do we work, and is each place's security plan reviewed?"""
    listing = Listing(
        request, sites_of(request.actor), search=["name", "address"], register="sites"
    )
    today = timezone.localdate()
    rows = [
        (
            Cell(row.name, row.address, url=_address(row.id)),
            Cell(row.contact_name, row.contact_phone),
            Cell(row.review_due_on or "", missing="no plan yet"),
            Cell(word=("site", _state(row, row.review_due_on, today))),
        )
        for row in listing.rows
    ]
    table = Table(
        "Sites",
        ("Site", "To call in an emergency", "Plan to be reviewed", "State"),
        rows,
        "No site yet. Enter each place where people work or equipment stands, a home office with"
        " equipment of yours included.",
    )
    manage = request.actor.may(MANAGE)
    add = {"add": reverse("facilities:site_add"), "add_label": "Add a site"} if manage else {}
    return list_page(
        request,
        {"heading": "Where do we work, and who keeps it safe?", "tables": [table], **add}
        | {"listing": listing},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def site_add(request: SignedInRequest) -> HttpResponse:
    """A new site."""
    return done_by_form(
        request,
        SiteForm(sent(request)),
        partial(add_site, actor=request.actor),
        said="Entered. Now write its security plan.",
        then=reverse("facilities:sites"),
        context={"heading": "Which place is it?", "verb": "Add the site"},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def site_change(request: SignedInRequest, site_id: UUID) -> HttpResponse:
    """Changes what is known of a site."""
    site = reached(request.actor, Site, site_id)
    known = {name: getattr(site, name) for name in SiteForm.base_fields}
    return done_by_form(
        request,
        SiteForm(sent(request), initial=known),
        partial(change_site, actor=request.actor, site_id=site.id),
        said="Changed.",
        then=_address(site.id),
        context={"heading": f"What has changed at {site.name}?", "verb": "Change it"},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def site_retire(request: SignedInRequest, site_id: UUID) -> HttpResponse:
    """The site is not used any more."""
    site = reached(request.actor, Site, site_id)
    return done_by_form(
        request,
        ConfirmForm(sent(request)),
        partial(retire_site, actor=request.actor, site_id=site.id),
        said="Retired. Its records stay.",
        then=_address(site.id),
        context={
            "heading": f"Is {site.name} not used any more?",
            "warning": "No visitor can be signed in there, and its plan is reviewed no longer."
            " This cannot be taken back; its records stay.",
            "verb": "Retire the site",
            "look": "btn-danger",
        },
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def site(request: SignedInRequest, site_id: UUID) -> HttpResponse:
    """One site: whom to call, its plan, what happened."""
    actor = request.actor
    row = reached(actor, Site, site_id)
    plans = plans_of(row)
    current = plan_in_force(plans)
    due = current.review_due_on if current else None
    people = People([row.recorded_by, *(plan.signed_by for plan in plans)])
    context: dict[str, Any] = {
        "heading": row.name,
        "state": ("site", _state(row, due, timezone.localdate())),
        "back": reverse("facilities:sites"),
        "back_label": "Sites",
        "facts": [
            ("Address", Cell(row.address)),
            ("To call in an emergency", Cell(row.contact_name, row.contact_phone)),
            ("How people come in then", Cell(row.way_in)),
            ("Plan to be reviewed", Cell(due or "", missing="no plan in force yet")),
        ],
        "acts": _acts(row) if actor.may(MANAGE) and not row.retired_at else [],
        "tables": [_plans(plans, current, people)],
        "attachments": attachments_of(actor, row.id),
        "kind": KIND,
        "record": row.id,
        "may_attach": actor.may(MANAGE),
        "changes": history_of(actor, row.id),
    }
    return record_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def plan_write(request: SignedInRequest, site_id: UUID) -> HttpResponse:
    """The next version of a site's security plan, from the one before or from the outline."""
    row = reached(request.actor, Site, site_id)
    before = next(iter(plans_of(row)), None)
    form = PlanForm(sent(request), initial={"text": before.text if before else outline()})
    return done_by_form(
        request,
        form,
        partial(write_plan, actor=request.actor, site_id=row.id),
        said="Written. It is in force once it is signed.",
        then=_address(row.id),
        context={"heading": f"How is {row.name} kept safe?", "verb": "Keep this version"},
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def site_plan(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """A version of a site's security plan."""
    actor = request.actor
    plan = reached(actor, Plan, plan_id)
    plans = plans_of(plan.site)
    manage = actor.may(MANAGE) and not plan.site.retired_at
    acts = []
    if manage and plan.signed_at is None and plans[0].id == plan.id:
        address = reverse("facilities:plan_sign", kwargs={"plan_id": plan.id})
        acts.append(Link("Sign it", address, primary=True))
    current = plan_in_force(plans)
    if manage and current and current.id == plan.id:
        address = reverse("facilities:plan_review", kwargs={"plan_id": plan.id})
        acts.append(Link("Record a review", address, primary=True))
    people = People([plan.recorded_by])
    context = {
        "heading": f"Security plan of {plan.site.name}, version {plan.number}",
        "state": ("plan", _plan_state(plan, current)),
        "back": _address(plan.site_id),
        "back_label": plan.site.name,
        "facts": [
            ("Written by", Cell(people(plan.recorded_by))),
            ("Written", Cell(at=plan.recorded_at)),
            ("Reviewed", Cell(plan.reviewed_on or "", missing="not yet")),
            ("To be reviewed", Cell(plan.review_due_on or "")),
        ],
        "acts": acts,
        "text": as_html(plan.text),
        "text_title": "The plan",
        "signatures": signatures_of(actor, plan.id),
        "changes": history_of(actor, plan.id),
    }
    return record_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def plan_sign(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """Puts a version in force by a signature, after the second factor."""
    plan = reached(request.actor, Plan, plan_id)
    try:
        factor = fresh_factor(request)
    except NoFreshFactor:
        return ask_again(request)
    return done_by_form(
        request,
        ConfirmForm(sent(request)),
        partial(sign_plan, actor=request.actor, plan_id=plan.id, factor=factor),
        said="Signed: it is in force, and to be reviewed in a year.",
        then=_address(plan.site_id),
        context={
            "heading": f"Sign version {plan.number} of the plan for {plan.site.name}?",
            "about": f"Your signature says: “{MEANING}”",
            "verb": "Sign it",
        },
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def plan_review(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """The plan was walked through on site and stays as it is."""
    plan = reached(request.actor, Plan, plan_id)
    return done_by_form(
        request,
        FoundForm(sent(request)),
        partial(review_plan, actor=request.actor, plan_id=plan.id),
        said="Recorded. The next review is due in a year.",
        then=_address(plan.site_id),
        context={
            "heading": f"What did you find at {plan.site.name}?",
            "about": "Walk through the site with the plan. Where it is wrong, write a new version.",
            "verb": "Record the review",
        },
    )


def _address(site_id: UUID) -> str:
    return reverse("facilities:site", kwargs={"site_id": site_id})


def _acts(row: Site) -> list[Link]:
    names = {"site_id": row.id}
    return [
        Link("Write the plan", reverse("facilities:plan_write", kwargs=names), primary=True),
        Link("Change", reverse("facilities:site_change", kwargs=names)),
        Link("Retire", reverse("facilities:site_retire", kwargs=names)),
    ]


def _state(row: Site, due: date | None, today: date) -> str:
    if row.retired_at:
        return "retired"
    if due is None:
        return "planless"
    if due < today:
        return "overdue"
    return "soon" if due <= today + SOON else "reviewed"


def _plan_state(plan: Plan, current: Plan | None) -> str:
    if plan.signed_at is None:
        return "draft"
    return "in_force" if current and plan.id == current.id else "before"


def _plans(plans: list[Plan], current: Plan | None, people: People) -> Table:
    rows = [
        (
            Cell(
                f"Version {plan.number}",
                url=reverse("facilities:site_plan", kwargs={"plan_id": plan.id}),
            ),
            Cell(word=("plan", _plan_state(plan, current))),
            Cell(at=plan.signed_at, small=people(plan.signed_by)),
            Cell(plan.review_due_on or ""),
        )
        for plan in plans
    ]
    nothing = "None yet. Write one: its outline asks what the rule asks."
    return Table("Security plan", ("Version", "State", "Signed", "To be reviewed"), rows, nothing)
