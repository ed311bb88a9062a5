"""How a page is opened: signed in, cleared, in context, witnessed, recorded, and only then sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from chaperone.access.actions import record_refusal
from chaperone.access.actors import Staff
from chaperone.access.clearances import (
    lacking,
    refuse_uncleared,
    refuse_without_second_factor,
)
from chaperone.access.context import in_emergency_only
from chaperone.access.copies import copies_watched
from chaperone.access.errors import (
    AccessError,
    CopyNotApproved,
    NotCleared,
    NotReachable,
    NotSignedIn,
)
from chaperone.access.queries import EnteredOrganization, enter
from chaperone.access.roles import WITHOUT_MEMBERS_DATA
from chaperone.access.scoping import may_for
from chaperone.access.witness import witnessed
from chaperone.accounts.models import Session, User
from chaperone.accounts.registry import home_of
from chaperone.accounts.requests import address_of

View = Callable[..., HttpResponse]
# Arguments of routes that name a member: a conversation has its member's id (decisions/0006).
_ABOUT = ("member_id", "conversation_id")


class SignedInRequest(HttpRequest):
    """What a view behind ``requires`` gets."""

    actor: Staff
    organization: EnteredOrganization
    sign_in: Session


def public(view: View) -> View:
    """Marks a view that anyone may call: it opens no sealed value in a person's name."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Lets the view run for anyone who holds any grant, cleared or not: it opens no sealed value.

    For what people need before they are cleared, and for their own access. The view runs in one
    transaction with row security set for the person, and before no witness. Raises
    ``NotSignedIn`` and ``NotReachable``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        with _refusals_recorded(request, arguments), transaction.atomic():
            _enter(request)
            return _settled(_rendered(view(request, **arguments)))

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def requires(
    permission: str, *, purpose: str = "treatment", for_emergency: bool = False
) -> Callable[[View], View]:
    """Lets the view run for signed-in staff whose role carries ``permission``.

    Who lacks a clearance sees no page of a permission that reaches members' data.

    The view runs in one transaction with row security set for the person, before a witness. Its
    response is rendered, the access record appended and the transaction committed before any byte
    leaves. Where the address names a member, the permission must hold for this member.
    ``for_emergency``: the page where emergency access begins, which goes without the clearances
    that emergency access waives. Refusals are recorded in a transaction of their own. Raises
    ``NotSignedIn``, ``NotCleared`` and ``NotReachable``, which the edge turns into pages.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            with _refusals_recorded(request, arguments), transaction.atomic():
                actor = _cleared(request, _enter(request), permission, for_emergency)
                if not may_for(actor, permission, _about(arguments)):
                    raise NotReachable("This page is not one that your role can open.")
                with (
                    witnessed(actor, purpose=purpose, place=_route(request)) as witness,
                    copies_watched(witness) as watch,
                ):
                    response = _rendered(view(request, **arguments))
                    watch.refuse_unapproved(response)
                return _settled(response)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _enter(request: HttpRequest) -> Staff:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to see this page.")
    entered = enter(
        request.user,
        address=address_of(request),
        organization=chosen_organization(request),
        session=session_id(request),
    )
    if entered is None:
        raise NotReachable("You have no role in any organization at the moment.")
    request.actor = entered.staff  # type: ignore[attr-defined]
    request.organization = entered.organization  # type: ignore[attr-defined]
    timezone.activate(ZoneInfo(entered.organization.time_zone))
    return entered.staff


def _cleared(request: HttpRequest, actor: Staff, permission: str, for_emergency: bool) -> Staff:
    """The actor with what they may reach as they are cleared. Raises ``NotCleared``."""
    refuse_without_second_factor(request)
    missing = lacking(actor)
    if not missing or for_emergency or permission in WITHOUT_MEMBERS_DATA:
        # What such a page opens all the same, the witness refuses.
        return actor
    if not actor.emergencies:
        refuse_uncleared(missing)
    # Emergency access opens its members without training, and nothing else.
    actor = in_emergency_only(actor)
    request.actor = actor  # type: ignore[attr-defined]
    return actor


def chosen_organization(request: HttpRequest) -> UUID | None:
    """The organization that the session's owner turned to; None for where they work first."""
    session: Session | None = request.sign_in  # type: ignore[attr-defined]
    return session.organization_id if session else None


def session_id(request: HttpRequest) -> UUID | None:
    """By what the ledger knows the stay of a person in a browser; None before sign-in."""
    session: Session | None = request.sign_in  # type: ignore[attr-defined]
    return session.id if session else None


def _about(arguments: dict[str, Any]) -> UUID | None:
    return next((arguments[name] for name in _ABOUT if name in arguments), None)


def _rendered(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        raise TypeError("A page behind a witness cannot stream: its record would come too late.")
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _settled(response: HttpResponse) -> HttpResponse:
    if response.status_code >= 500:
        transaction.set_rollback(True)
    return response


@contextmanager
def _refusals_recorded(request: HttpRequest, arguments: dict[str, Any]) -> Iterator[None]:
    try:
        yield
    except (NotReachable, NotCleared, CopyNotApproved) as refusal:
        _refuse(request, arguments, refusal)
        raise


def _refuse(request: HttpRequest, arguments: dict[str, Any], refusal: AccessError) -> None:
    actor = getattr(request, "actor", None) or Staff(
        kind="staff",
        id=request.user.pk,
        organization_id=home_of(request.user.pk),
        address=address_of(request),
        session=session_id(request),
    )
    record_refusal(actor=actor, route=_route(request), reason=str(refusal), asked_for=arguments)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
