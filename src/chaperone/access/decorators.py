"""How a page is opened: signed in, cleared, in context, witnessed, recorded, and only then sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from chaperone.access.actions import record_refusal
from chaperone.access.actors import Staff
from chaperone.access.clearances import check_clearances
from chaperone.access.errors import NotCleared, NotReachable, NotSignedIn
from chaperone.access.queries import enter
from chaperone.access.witness import witnessed
from chaperone.accounts.models import User
from chaperone.accounts.registry import home_of
from chaperone.accounts.requests import address_of

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """What a view behind ``requires`` gets."""

    actor: Staff


def public(view: View) -> View:
    """Marks a view that anyone may call: it opens no sealed value in a person's name."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(permission: str, *, purpose: str = "treatment") -> Callable[[View], View]:
    """Lets the view run for signed-in, cleared staff whose role carries ``permission``.

    The view runs in one transaction with row security set for the person, before a witness. Its
    response is rendered, the access record appended and the transaction committed before any byte
    leaves. Refusals are recorded in a transaction of their own. Raises ``NotSignedIn``,
    ``NotCleared`` and ``NotReachable``, which the edge turns into pages.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            try:
                return _run(view, request, arguments, permission, purpose)
            except (NotReachable, NotCleared) as refusal:
                _refuse(request, arguments, refusal)
                raise

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _run(
    view: View, request: HttpRequest, arguments: dict[str, Any], permission: str, purpose: str
) -> HttpResponse:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to see this page.")
    place = _route(request)
    with transaction.atomic():
        actor = _enter(request, request.user)
        check_clearances(request)
        if not actor.may(permission):
            raise NotReachable("This page is not one that your role can open.")
        with witnessed(actor, purpose=purpose, place=place):
            response = _rendered(view(request, **arguments))
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


def _enter(request: HttpRequest, user: User) -> Staff:
    entered = enter(user, address=address_of(request))
    if entered is None:
        raise NotReachable("You have no role in any organization at the moment.")
    request.actor = entered.staff  # type: ignore[attr-defined]
    request.organization = entered.organization  # type: ignore[attr-defined]
    timezone.activate(ZoneInfo(entered.organization.time_zone))
    return entered.staff


def _rendered(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        raise TypeError("A page behind a witness cannot stream: its record would come too late.")
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _refuse(
    request: HttpRequest, arguments: dict[str, Any], refusal: NotReachable | NotCleared
) -> None:
    actor = getattr(request, "actor", None) or Staff(
        kind="staff", id=request.user.pk, organization_id=home_of(request.user.pk)
    )
    record_refusal(
        actor=actor,
        route=_route(request),
        reason=str(refusal),
        address=address_of(request),
        asked_for=arguments,
    )


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
