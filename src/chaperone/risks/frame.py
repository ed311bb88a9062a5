"""The pages of this room beside each other."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.risks.errors import NoSuchAnalysis, NoSuchAsset, NoSuchRisk, RisksError

READ, MANAGE, ACCEPT = "risks.read", "risks.manage", "risks.accept"
PURPOSE = "operations"


class Tab(NamedTuple):
    """A page beside the one that is shown."""

    label: str
    url: str


TABS = (
    Tab("Register", "risks:register"),
    Tab("Heat map", "risks:heat"),
    Tab("Assets", "risks:assets"),
    Tab("Where ePHI is", "risks:ephi"),
    Tab("Analyses", "risks:analyses"),
    Tab("Catalogue", "risks:catalogue"),
    Tab("Penalties", "risks:penalties"),
)


class Act(NamedTuple):
    """A page on which something is done: what it asks, what it says, what the button says."""

    question: str
    hint: str
    button: str
    back: str
    hurts: bool = False


def shown(
    request: SignedInRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page, with links to those beside it."""
    return render(request, template, {**context, "tabs": TABS}, status=status)


def asked(
    request: SignedInRequest, form: forms.Form, act: Act, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """A page with a form; 400 where what was sent is wrong, and it keeps what was typed."""
    wrong = form.is_bound and bool(form.errors)
    whole = {"form": form, "act": act, **(context or {})}
    return shown(request, "risks/act.html", whole, status=400 if wrong else 200)


def sent(request: SignedInRequest) -> Any:
    """What was posted; None where nothing was."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether what was sent is good and was done; else the form says why not.

    Raises ``NotReachable`` for what is not there.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except (NoSuchAnalysis, NoSuchAsset, NoSuchRisk) as problem:
        raise NotReachable(str(problem)) from problem
    except RisksError as problem:
        form.add_error(None, str(problem))
        return False
    return True
