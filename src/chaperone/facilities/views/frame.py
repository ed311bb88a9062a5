"""What several pages of this room do alike: a form that does one thing, and the people in it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from chaperone.access.decorators import SignedInRequest
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.facilities.errors import FacilitiesError
from chaperone.facilities.shown import form_page

PURPOSE = "operations"
READ, MANAGE, DESK = "facilities.read", "facilities.manage", "visitors.manage"


def done_by_form(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    said: str,
    then: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Does ``act`` with what was typed, says so and goes to the address ``then``; else the form
    again with what is wrong.
    """
    if form.is_bound and form.is_valid():
        try:
            act(**form.cleaned_data)
        except FacilitiesError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(then)
    verbs = [("", "", context.pop("verb"), context.pop("look", "btn-primary"))]
    return form_page(request, form, {"verbs": verbs, "back": then, **context})


class People:
    """Names of staff, looked up once for a page."""

    def __init__(self, user_ids: Iterable[UUID | None]) -> None:
        self._names = names_of(each for each in user_ids if each)

    def __call__(self, user_id: UUID | None, none: str = "") -> str:
        return self._names.get(user_id, LEFT) if user_id else none
