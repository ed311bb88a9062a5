"""The register of vendors: who else may get members' data, and under which agreement."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of, staff_of
from chaperone.access.roles import labels_of
from chaperone.organizations.days import today_of
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.vendors.actions import add_vendor, change_vendor, retire_vendor
from chaperone.vendors.actions.register import FIELDS
from chaperone.vendors.errors import VendorsError
from chaperone.vendors.forms import EndForm, VendorForm
from chaperone.vendors.models import Vendor
from chaperone.vendors.queries import Standing, chain_of, gaps_in, standings_of, vendors_of
from chaperone.vendors.questionnaire import documents
from chaperone.vendors.views.parts import PURPOSE, asked, purposes, reached

READ, MANAGE = "vendors.read", "vendors.manage"
KIND = "vendors.vendor"
_RETIRED = "retired"


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every vendor, what it gets, and whether an agreement covers it."""
    actor = request.actor
    listing = Listing(
        request,
        _listed(request),
        search=["name", "service", "contact"],
        filters={
            "criticality": Filter("Critical", Vendor.Criticality.choices, "criticality"),
            "data": Filter("Members' data", [("yes", "Gets some"), ("no", "Gets none")], _by_data),
            "listed": Filter("Listed", [(_RETIRED, "Retired")], _by_retired),
        },
        register="vendors",
    )
    standings = standings_of(actor, listing.rows, today_of(actor))
    context = {
        "listing": listing,
        "lines": [(each, labels_of(each.vendor.elements)) for each in standings],
        "names": names_of(each.vendor.owner_id for each in standings if each.vendor.owner_id),
        "add": reverse("vendors:vendor_add") if actor.may(MANAGE) else "",
        "on_platform": actor.on_platform,
    }
    return render(request, "vendors/register.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def chain(request: SignedInRequest) -> HttpResponse:
    """Vendors and their subcontractors as a tree, with what is missing in it."""
    tree = chain_of(request.actor, today_of(request.actor))
    lines = list(_flat(tree, ""))
    context = {"lines": lines, "gaps": gaps_in(each for _, each, _ in lines)}
    return render(request, "vendors/chain.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def vendor(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """All about one vendor."""
    actor, found = request.actor, reached(request, vendor_id)
    today = today_of(actor)
    below = list(vendors_of(actor).filter(under_id=found.id).order_by("name", "id"))
    standing, *others = standings_of(actor, [found, *below], today)
    who = [found.owner_id, found.retired_by, *(each.recorded_by for each in standing.agreements)]
    signed = [each.id for each in standing.agreements]
    signatures = signatures_by_record(actor, signed)
    context = {
        "standing": standing,
        "vendor": found,
        "above": found.under,
        "below": others,
        "gets": labels_of(found.elements),
        "agreements": [
            (
                each,
                each.state_on(today),
                labels_of(each.covers),
                purposes(each),
                signatures.get(each.id, []),
            )
            for each in standing.agreements
        ],
        "documents": documents(),
        "names": names_of(each for each in who if each),
        "may_change": actor.may(MANAGE) and found.retired_at is None,
        "attachments": attachments_of(actor, found.id),
        "kind": KIND,
        "record": found.id,
        "may_attach": actor.may(MANAGE) and found.retired_at is None,
        "changes": history_of(actor, found.id, *signed),
        "today": today,
    }
    return render(request, "vendors/vendor.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def vendor_add(request: SignedInRequest) -> HttpResponse:
    """A new vendor."""
    form = _form(request, None)
    if form.is_bound and form.is_valid():
        try:
            added = add_vendor(actor=request.actor, **form.cleaned_data)
        except VendorsError as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "Entered. Now enter what was signed with it.")
            return redirect("vendors:vendor", vendor_id=added.id)
    context = {
        "title": "Add a vendor",
        "question": "Who works for you?",
        "button": "Add the vendor",
        "back": reverse("vendors:register"),
    }
    return asked(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def vendor_change(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """Changes what the register says of a vendor."""
    found = reached(request, vendor_id)
    form = _form(request, found)
    if form.is_bound and form.is_valid():
        try:
            change_vendor(actor=request.actor, vendor_id=found.id, **form.cleaned_data)
        except VendorsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Changed.")
            return redirect("vendors:vendor", vendor_id=found.id)
    context = {
        "title": f"Change {found.name}",
        "question": f"What is different about {found.name}?",
        "lead": "What it may get no more does not leave for it from now on, whatever was signed.",
        "button": "Save",
        "back": reverse("vendors:vendor", kwargs={"vendor_id": found.id}),
    }
    return asked(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def vendor_retire(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """Takes a vendor off the list."""
    found = reached(request, vendor_id)
    form = EndForm(sent(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            retire_vendor(actor=request.actor, vendor_id=found.id, reason=reason)
        except VendorsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Retired. It stays on file.")
            return redirect("vendors:vendor", vendor_id=found.id)
    context = {
        "title": f"Retire {found.name}",
        "question": f"Does {found.name} work for you no more?",
        "lead": "It is taken off the list; all about it stays on file. End its agreements first.",
        "button": "Retire it",
        "danger": True,
        "back": reverse("vendors:vendor", kwargs={"vendor_id": found.id}),
    }
    return asked(request, form, context)


def _form(request: SignedInRequest, found: Vendor | None) -> VendorForm:
    others = vendors_of(request.actor).filter(retired_at=None).order_by("name", "id")
    if found is not None:
        others = others.exclude(id=found.id)
    return VendorForm(
        sent(request),
        initial={name: getattr(found, name) for name in FIELDS} if found else None,
        people=staff_of(request.actor),
        above=others,
    )


def _flat(tree: list[Standing], above: str) -> Iterator[tuple[str, Standing, list[str]]]:
    """The tree line by line, each with those above it and the labels of what it gets."""
    for each in tree:
        yield above, each, labels_of(each.vendor.elements)
        chain = f"{above} → {each.vendor.name}" if above else each.vendor.name
        yield from _flat(each.below, chain)


def _listed(request: SignedInRequest) -> QuerySet[Vendor]:
    """Those that work for the organization now, unless the others are asked for."""
    rows = vendors_of(request.actor).order_by("name", "id")
    return rows if request.GET.get("listed") == _RETIRED else rows.filter(retired_at=None)


def _by_data(rows: QuerySet[Vendor], value: str) -> QuerySet[Vendor]:
    return rows.exclude(elements=[]) if value == "yes" else rows.filter(elements=[])


def _by_retired(rows: QuerySet[Vendor], value: str) -> QuerySet[Vendor]:  # noqa: ARG001
    return rows.filter(retired_at__isnull=False)
