"""Roles in words, and those that the organization makes itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.actions.own_roles import retire_role, save_role
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError, NotReachable
from chaperone.access.forms import ReasonForm, RoleForm
from chaperone.access.frame import shown
from chaperone.access.queries.own_roles import own_roles_of, versions_of
from chaperone.access.queries.people import names_of
from chaperone.access.queries.roles import roles_in_words
from chaperone.access.roles import Role
from chaperone.access.sentences import LEFT


@require_GET
@requires("access.read", purpose="operations")
def roles(request: SignedInRequest) -> HttpResponse:
    """What each role may do, open, and never do or open."""
    context = {
        "roles": roles_in_words(request.actor),
        "may_change": request.actor.may("roles.manage"),
    }
    return shown(request, "access/roles.html", context)


@require_http_methods(["GET", "POST"])
@requires("roles.manage", purpose="operations")
def new(request: SignedInRequest) -> HttpResponse:
    """Makes a role of the organization's own."""
    return _edit(request, "", RoleForm(request.POST if request.method == "POST" else None))


@require_http_methods(["GET", "POST"])
@requires("roles.manage", purpose="operations")
def change(request: SignedInRequest, name: str) -> HttpResponse:
    """The next version of a role; earlier ones stay in its history."""
    role = own_roles_of(request.actor).get(name)
    if role is None:
        raise NotReachable("There is no such role here.")
    data = request.POST if request.method == "POST" else None
    return _edit(request, name, RoleForm(data, initial=_initial(role)))


@require_POST
@requires("roles.manage", purpose="operations")
def retire(request: SignedInRequest, name: str) -> HttpResponse:
    """From now on the role gives nothing."""
    role = own_roles_of(request.actor).get(name)
    if role is None:
        raise NotReachable("There is no such role here.")
    form, why = RoleForm(initial=_initial(role)), ReasonForm(request.POST)
    if why.is_valid():
        try:
            retire_role(actor=request.actor, name=name, reason=why.cleaned_data["reason"])
        except AccessError as problem:
            why.add_error(None, str(problem))
        else:
            return redirect("access:roles")
    return _page(request, name, form, why, status=422)


def _edit(request: SignedInRequest, name: str, form: RoleForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save_role(
                actor=request.actor,
                name=name,
                label=form.cleaned_data["label"],
                definition=form.definition(),
                reason=form.cleaned_data["reason"],
            )
        except AccessError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:roles")
    return _page(request, name, form, ReasonForm(auto_id="retire_%s"), 422 if form.errors else 200)


def _page(
    request: SignedInRequest, name: str, form: RoleForm, why: ReasonForm, status: int
) -> HttpResponse:
    versions = versions_of(request.actor, name) if name else []
    names = names_of(version.changed_by for version in versions)
    history: list[dict[str, Any]] = [
        {
            "at": version.changed_at,
            "who": names.get(version.changed_by, LEFT),
            "reason": version.reason,
            "retired": version.definition is None,
        }
        for version in versions
    ]
    context = {"form": form, "name": name, "history": history, "why": why}
    return shown(request, "access/role.html", context, status=status)


def _initial(role: Role) -> dict[str, Any]:
    opening = next(
        (purpose for purpose, rules in role.elements.items() if rules.allow), "treatment"
    )
    rules = role.elements.get(opening)
    return {
        "label": role.label,
        "about": role.about,
        "allow": sorted(role.permissions.allow),
        "deny": sorted(role.permissions.deny),
        "purpose": opening,
        "opens": sorted(rules.allow) if rules else [],
        "never_opens": sorted(rules.deny) if rules else [],
    }
