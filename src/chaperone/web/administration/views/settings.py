"""How the organization works and signs in: every setting that a room declares, with its history."""

from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.ledger.actors import Actor
from chaperone.organizations.actions import change_organization, change_setting
from chaperone.organizations.models import SettingChange
from chaperone.organizations.queries import changes_of, organization_of, value_of
from chaperone.organizations.settings import Setting, declared
from chaperone.registers.answers import answer, sent
from chaperone.web.administration.forms.settings import (
    OrganizationForm,
    SetBackForm,
    SettingForm,
)
from chaperone.web.administration.words import in_words

_WHO = {
    "settings.security": "the security officer",
    "settings.manage": "an administrator",
}


class Line(NamedTuple):
    """One setting on the page."""

    name: str
    label: str
    rule: str
    value: str
    is_default: bool
    mine: bool
    whose: str


class Change(NamedTuple):
    """One value that was set before."""

    id: UUID
    value: str
    reason: str
    who: str
    at: Any
    in_force: bool


@require_GET
@requires("settings.read", purpose="operations")
def settings(request: SignedInRequest) -> HttpResponse:
    """Everything that can be set, in groups, as it is now."""
    ordered = sorted(declared().values(), key=lambda each: (each.group, each.name))
    groups = [
        (group, [_line(request, setting) for setting in found])
        for group, found in groupby(ordered, key=lambda each: each.group)
    ]
    context = {
        "shown": organization_of(request.actor),
        "groups": groups,
        "may_rename": request.actor.may("settings.manage"),
    }
    return render(request, "administration/settings.html", context)


@require_http_methods(["GET", "POST"])
@requires("settings.manage", purpose="operations")
def organization(request: SignedInRequest) -> HttpResponse:
    """What the organization is called, and its clock."""
    now = organization_of(request.actor)
    data = sent(request)
    form = OrganizationForm(data, initial={"name": now.name, "time_zone": now.time_zone})
    if form.is_bound and form.is_valid():
        change_organization(actor=request.actor, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("administration:settings")
    return answer(request, "administration/organization.html", {}, form=form)


@require_http_methods(["GET", "POST"])
@requires("settings.read", purpose="operations")
def setting(request: SignedInRequest, name: str) -> HttpResponse:
    """One setting: its rule, its value, its history; changed with a reason by who may."""
    actor = request.actor
    found = declared().get(name)
    if found is None:
        raise NotReachable("There is no such setting.")
    if request.method == "POST":
        return _change(request, found)
    history = changes_of(actor, found)
    form = SettingForm(found, value=_begin_with(request, found, actor, history))
    return answer(request, "administration/setting.html", _about(request, found), form=form)


def _change(request: SignedInRequest, found: Setting) -> HttpResponse:
    if not request.actor.may(found.permission):
        raise NotReachable("This setting is not one that your role may change.")
    form = SettingForm(found, request.POST)
    if form.is_valid():
        try:
            change_setting(
                actor=request.actor,
                setting=found,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Saved. It is in force within five seconds.")
            return redirect("administration:setting", name=found.name)
    return answer(request, "administration/setting.html", _about(request, found), form=form)


def _begin_with(
    request: SignedInRequest, found: Setting, actor: Actor, history: list[SettingChange]
) -> Any:
    """The value in force, or the earlier one that somebody wants back."""
    asked = SetBackForm(request.GET)
    wanted = asked.cleaned_data["back_to"] if asked.is_valid() else None
    for change in history:
        if change.id == wanted:
            return change.value
    return value_of(found, actor.organization_id)


def _about(request: SignedInRequest, found: Setting) -> dict[str, Any]:
    history = changes_of(request.actor, found)
    names = names_of({change.changed_by for change in history if change.changed_by})
    field = found.field()
    return {
        "setting": _line(request, found),
        "default": in_words(field, found.default),
        "history": [
            Change(
                id=change.id,
                value=in_words(field, change.value),
                reason=change.reason,
                who=names.get(change.changed_by, LEFT) if change.changed_by else "Operator",
                at=change.changed_at,
                in_force=place == 0,
            )
            for place, change in enumerate(history)
        ],
    }


def _line(request: SignedInRequest, found: Setting) -> Line:
    field = found.field()
    value = value_of(found, request.actor.organization_id)
    return Line(
        name=found.name,
        label=str(field.label or found.name),
        rule=str(field.help_text),
        value=in_words(field, value),
        is_default=value == found.default,
        mine=request.actor.may(found.permission),
        whose=_WHO.get(found.permission, "somebody else"),
    )
