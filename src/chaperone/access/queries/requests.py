"""Requests for access, as people read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.models import Request
from chaperone.access.queries.entering import names_of_organizations
from chaperone.access.queries.grants import labels_of, what, where
from chaperone.access.queries.people import names_of
from chaperone.access.registry import members
from chaperone.access.sentences import LEFT
from chaperone.vault.sealed import Secret

MOST = 100


class RequestLine(NamedTuple):
    """A request, and what the person who reads it can do about it."""

    id: UUID
    who: str
    asked_by: str
    what: str
    where: str
    organization: str
    home: str
    crosses: bool
    reason: str
    until: datetime | None
    requested_at: datetime
    state: str
    home_officer: str
    home_decided_at: datetime | None
    home_note: str
    officer: str
    decided_at: datetime | None
    note: str
    waits_for_home: bool
    mine: bool
    decidable: bool


def request_line(actor: Staff, request_id: UUID) -> RequestLine:
    """One request: somebody's own, or one of an officer's organization. Raises ``NotReachable``."""
    found = _visible(actor).filter(id=request_id).first()
    if found is None:
        raise NotReachable("There is no such request among those you can see.")
    return _lines(actor, [found])[0]


def own_requests(actor: Staff) -> list[RequestLine]:
    """What the actor has asked for, for themselves or others, newest first."""
    own = Request.objects.filter(Q(user_id=actor.user_id) | Q(requested_by=actor.user_id))
    return _lines(actor, own.order_by("-id")[:MOST])


def requests_to_decide(actor: Staff) -> list[RequestLine]:
    """What waits for an officer of the actor's organization, oldest first."""
    return [line for line in _lines(actor, _waiting(actor)) if line.decidable]


def requests_decided(actor: Staff) -> list[RequestLine]:
    """What has been decided, or waits elsewhere, newest first."""
    lines = _lines(actor, _visible(actor).order_by("-id")[:MOST])
    return [line for line in lines if not line.decidable]


class ToDecide(NamedTuple):
    """How many requests wait for somebody, and since when the oldest does."""

    waiting: int
    since: datetime | None


def to_decide(actor: Staff) -> ToDecide:
    """What waits for this officer, counted: as many as ``requests_to_decide``. One query."""
    own = Q(user_id=actor.user_id) | Q(requested_by=actor.user_id)
    rows = _waiting(actor).exclude(own).exclude(home_officer_id=actor.user_id)
    return ToDecide(**rows.aggregate(waiting=Count("id"), since=Min("requested_at")))


def count_to_decide(actor: Staff) -> int:
    """How many requests wait for this officer."""
    return to_decide(actor).waiting


def _waiting(actor: Staff) -> QuerySet[Request]:
    here = actor.organization_id
    at_home = Q(home_id=here, home_officer_id=None) & ~Q(organization_id=here)
    for_us = Q(organization_id=here) & (Q(home_id=here) | Q(home_officer_id__isnull=False))
    waiting = Request.objects.filter(at_home | for_us, state=Request.State.WAITING)
    return waiting.order_by("id")


def _visible(actor: Staff) -> QuerySet[Request]:
    if actor.may("access.approve") or actor.may("access.read"):
        here = actor.organization_id
        return Request.objects.filter(Q(organization_id=here) | Q(home_id=here))
    return Request.objects.filter(Q(user_id=actor.user_id) | Q(requested_by=actor.user_id))


def _lines(actor: Staff, requests: Iterable[Request]) -> list[RequestLine]:
    found = list(requests)
    if not found:
        return []
    names = names_of(_people(found))
    labels, teams = labels_of(actor), members().care_teams(actor)
    organizations = names_of_organizations()
    return [
        RequestLine(
            id=request.id,
            who=names.get(request.user_id, ""),
            asked_by=names.get(request.requested_by, ""),
            what=what(request.role, request.element, labels),
            where=where(request.scope, request.care_team_id, request.member_id, teams),
            organization=organizations.get(request.organization_id, ""),
            home=organizations.get(request.home_id, ""),
            crosses=request.crosses,
            reason=_text(request.reason),
            until=request.until,
            requested_at=request.requested_at,
            state=request.state,
            home_officer=_name(names, request.home_officer_id),
            home_decided_at=request.home_decided_at,
            home_note=_text(request.home_note),
            officer=_name(names, request.officer_id),
            decided_at=request.decided_at,
            note=_text(request.note),
            waits_for_home=request.awaits_home and request.state == Request.State.WAITING,
            mine=actor.id in (request.user_id, request.requested_by),
            decidable=_decidable(actor, request),
        )
        for request in found
    ]


def _decidable(actor: Staff, request: Request) -> bool:
    side = request.home_id if request.awaits_home else request.organization_id
    return (
        request.state == Request.State.WAITING
        and side == actor.organization_id
        and actor.id not in (request.user_id, request.requested_by, request.home_officer_id)
        and actor.may("access.approve")
    )


def _people(requests: list[Request]) -> set[UUID]:
    ids = {
        person
        for request in requests
        for person in (
            request.user_id,
            request.requested_by,
            request.home_officer_id,
            request.officer_id,
        )
    }
    return {person for person in ids if person}


def _name(names: dict[UUID, str], person: UUID | None) -> str:
    return names.get(person, LEFT) if person else ""


def _text(secret: object) -> str:
    return secret.reveal() if isinstance(secret, Secret) else ""
