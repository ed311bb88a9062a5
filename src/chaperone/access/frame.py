"""What all pages about access share: the line of links to the others."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest
from chaperone.access.queries.emergencies import count_to_review
from chaperone.access.queries.requests import count_to_decide


class Tab(NamedTuple):
    """A page about access; ``waiting``: how much on it waits for this person."""

    label: str
    url: str
    waiting: int = 0


def shown(
    request: SignedInRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page, with links to those that the person may open."""
    return render(request, template, context | {"tabs": _tabs(request.actor)}, status=status)


def _tabs(actor: Staff) -> list[Tab]:
    tabs = [Tab("Mine", "access:mine")]
    if actor.may("access.approve"):
        tabs.append(Tab("Requests", "access:requests", count_to_decide(actor)))
    if actor.may("access.read"):
        tabs.append(Tab("Who can reach what", "access:register"))
        tabs.append(Tab("Roles", "access:roles"))
    if actor.may("access.review"):
        tabs.append(Tab("Reviews", "access:reviews"))
        tabs.append(Tab("Emergencies", "access:emergencies", count_to_review(actor)))
    if actor.may("access.emergency"):
        tabs.append(Tab("Emergency access", "access:emergency"))
    return tabs
