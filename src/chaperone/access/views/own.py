"""A person's own access: what they hold, asking for more, turning to another organization."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.actions.organizations import choose_organization
from chaperone.access.actions.refusals import record_refusal
from chaperone.access.actions.requests import Wish, ask_for_access, withdraw
from chaperone.access.clearances import (
    SECOND_FACTOR,
    Clearance,
    lacking,
    registered,
    second_factor_used,
)
from chaperone.access.context import also_in
from chaperone.access.decorators import SignedInRequest, signed_in
from chaperone.access.errors import AccessError, AlreadyDecided, NoSuchMember, NotReachable
from chaperone.access.forms import CustomerForm, OrganizationForm, RequestForm
from chaperone.access.frame import shown
from chaperone.access.models import Scope
from chaperone.access.queries.clearances import past_of
from chaperone.access.queries.emergencies import own_emergencies
from chaperone.access.queries.entering import Choice, customers, organizations_to_choose
from chaperone.access.queries.grants import grants_of
from chaperone.access.queries.people import names_of, roles_of, staff_of
from chaperone.access.queries.requests import own_requests, request_line
from chaperone.access.registry import members
from chaperone.access.roles import ROLES
from chaperone.accounts.actions import choose_organization as keep_choice


@require_GET
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What can I reach, until when, and what is missing?"""
    actor = request.actor
    context = {
        "grants": grants_of(actor, actor.user_id),
        "requests": own_requests(actor),
        "emergencies": own_emergencies(actor) if actor.may("access.emergency") else [],
        "missing": _missing(request),
    }
    return shown(request, "access/mine.html", context)


@require_GET
@signed_in
def clearances(request: SignedInRequest) -> HttpResponse:
    """Everything that is missing at once, since when, and where to do it."""
    actor = request.actor
    past = past_of(actor)
    held = [each for each in registered() if each.name in actor.clearances]
    context = {
        "missing": [(each, past.get(each.name)) for each in _missing(request)],
        "held": [(each.label, actor.clearances[each.name]) for each in held],
        "second_factor": second_factor_used(request),
    }
    return shown(request, "access/clearances.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: SignedInRequest) -> HttpResponse:
    """Asks for a role or for more data, here or, from the platform, at a customer."""
    customer = _customer(request)
    form = _form(request, customer)
    if request.method == "POST" and form.is_valid():
        try:
            made = _ask(request, form, customer)
        except NoSuchMember as problem:
            _note(request, problem)
            form.add_error("phone", str(problem))
        except AccessError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:request", request_id=made)
    context = {
        "form": form,
        "customer": customer,
        "customers": customers() if request.actor.may("access.support") else [],
    }
    return shown(request, "access/ask.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def one_request(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Where a request stands; an officer decides on it here."""
    return shown(request, "access/request.html", {"asked": request_line(request.actor, request_id)})


@require_POST
@signed_in
def take_back(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    try:
        withdraw(actor=request.actor, request_id=request_id)
    except AlreadyDecided:
        # The page says what became of it.
        return redirect("access:request", request_id=request_id)
    return redirect("access:mine")


@require_http_methods(["GET", "POST"])
@signed_in
def organizations(request: SignedInRequest) -> HttpResponse:
    """Turns to another organization that the person works in."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            raise NotReachable("There is no such organization among yours.")
        chosen: UUID = form.cleaned_data["organization"]
        choose_organization(actor=request.actor, organization_id=chosen)
        keep_choice(session_id=request.sign_in.id, organization_id=chosen)
        # Another reach, another key (OWASP ASVS 5.0, 7.2.4).
        request.session.cycle_key()
        return redirect("web:home")
    context = {"choices": organizations_to_choose(), "here": request.organization.id}
    return shown(request, "access/organizations.html", context)


def _missing(request: SignedInRequest) -> list[Clearance]:
    first = [] if second_factor_used(request) else [SECOND_FACTOR]
    return [*first, *lacking(request.actor)]


def _customer(request: SignedInRequest) -> Choice | None:
    """The customer whom support staff ask; None for one's own organization."""
    form = CustomerForm(request.GET)
    wanted = form.cleaned_data["organization"] if form.is_valid() else None
    if wanted is None:
        return None
    found = next((each for each in customers() if each.id == wanted), None)
    if found is None or not request.actor.may("access.support"):
        raise NotReachable("There is no such customer that you can ask.")
    return found


def _form(request: SignedInRequest, customer: Choice | None) -> RequestForm:
    actor = request.actor
    options: dict[str, Any] = {
        "people": _people(request),
        "roles": roles_of(actor),
        "care_teams": members().care_teams(actor),
    }
    if customer:
        opening = {name: role.label for name, role in ROLES.items() if role.reaches_members}
        options = {
            "people": {actor.user_id: actor.name},
            "roles": {name: label for name, label in opening.items() if ROLES[name].requestable},
            "care_teams": {},
            "lasting": False,
        }
    data = request.POST if request.method == "POST" else None
    return RequestForm(data, initial={"user": request.GET.get("user", actor.user_id)}, **options)


def _people(request: SignedInRequest) -> dict[UUID, str]:
    """Oneself; for who manages staff everybody here, and a newcomer whose page led here."""
    actor = request.actor
    if not actor.may("staff.manage"):
        return {actor.user_id: actor.name}
    people = staff_of(actor)
    newcomer = OrganizationForm({"organization": request.GET.get("user", "")})
    if newcomer.is_valid():
        people |= names_of([newcomer.cleaned_data["organization"]])
    return people


def _ask(request: SignedInRequest, form: RequestForm, customer: Choice | None) -> UUID:
    values, actor = form.cleaned_data, request.actor
    kind, name = values["what"].split(":", 1)
    target = customer.id if customer else actor.organization_id
    scope, care_team_id, member_id = values["where"], None, None
    if scope == Scope.MEMBER:
        with also_in(actor, target):
            member_id = members().by_number(organization_id=target, number=values["phone"])
        if member_id is None:
            raise NoSuchMember("No member has this telephone number.")
    elif scope != Scope.ORGANIZATION:
        scope, care_team_id = Scope.CARE_TEAM, UUID(scope)
    wish = Wish(
        role=name if kind == "role" else "",
        element=name if kind == "element" else "",
        scope=scope,
        care_team_id=care_team_id,
        member_id=member_id,
    )
    made = ask_for_access(
        actor=actor,
        user_id=UUID(values["user"]),
        wish=wish,
        reason=values["reason"],
        until=form.until(),
        organization_id=target,
    )
    return made.id


def _note(request: SignedInRequest, problem: AccessError) -> None:
    """A number that is no member's is an attempt to find out who is one: it is recorded."""
    record_refusal(
        actor=request.actor,
        route="access:ask",
        reason=str(problem),
        asked_for={},
    )
