"""The pages of this room beside each other."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.decorators import SignedInRequest
from chaperone.registers import answers
from chaperone.registers.answers import Tab
from chaperone.risks.errors import NoSuchAnalysis, NoSuchAsset, NoSuchRisk, RisksError

READ, MANAGE, ACCEPT = "risks.read", "risks.manage", "risks.accept"
PURPOSE = "operations"


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


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """``registers.answers.done`` with what this room refuses, and what may be missing in it."""
    return answers.done(form, act, RisksError, (NoSuchAnalysis, NoSuchAsset, NoSuchRisk))
