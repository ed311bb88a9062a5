"""How a page with a form answers: what is wrong is said on it, with a 4xx."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chaperone.access.errors import NotReachable


class Tab(NamedTuple):
    """A page of a room beside the one that is shown."""

    label: str
    url: str


def sent(request: HttpRequest) -> Any:
    """What was posted; None where nothing was."""
    return request.POST if request.method == "POST" else None


def done(
    form: forms.Form,
    act: Callable[[], Any],
    refused: type[Exception] | tuple[type[Exception], ...],
    missing: tuple[type[Exception], ...] = (),
) -> bool:
    """Whether what was sent is good and was done, all of it; else the form says why not.

    ``refused``: what ``act`` raises for people to read; ``missing``: what it raises of it where
    there is no such thing, which becomes ``NotReachable``.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except missing as problem:
        raise NotReachable(str(problem)) from problem
    except refused as problem:
        form.add_error(None, str(problem))
    return not form.errors


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: forms.Form
) -> HttpResponse:
    """The page with its form; 400 where what was sent is wrong."""
    wrong = form.is_bound and not form.is_valid()
    return render(request, template, {"form": form, **context}, status=400 if wrong else 200)
