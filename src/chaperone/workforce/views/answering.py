"""What the pages of the workforce share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.workforce.errors import NoSuchLine, NoSuchPerson, NoSuchRecord
from chaperone.workforce.queries.people import people, working

PURPOSE = "operations"


def answer(
    request: SignedInRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    """A page with a form, which a wrong form shows again as it was typed."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@contextmanager
def reached() -> Iterator[None]:
    """What does not exist here is a page that does not exist."""
    try:
        yield
    except (NoSuchPerson, NoSuchLine, NoSuchRecord) as problem:
        raise NotReachable(str(problem)) from problem


def colleagues(request: SignedInRequest) -> dict[UUID, str]:
    """Who works here now: names by the id of the user."""
    rows = working(people(request.actor))
    return dict(rows.values_list("user_id", "user__name"))
