"""The four steps that people take: asked, agreed to, arrived, agreed to again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.disclosures.departures.actions.telling import tell_asked
from chaperone.disclosures.departures.packing import recipient
from chaperone.disclosures.errors import (
    AlreadyLeaving,
    NoSuchDeparture,
    NotLeaving,
    NotNow,
    OwnStep,
)
from chaperone.disclosures.events import (
    DEPARTURE_AGREED,
    DEPARTURE_APPROVED,
    DEPARTURE_ARRIVED,
    DEPARTURE_ASKED,
    DEPARTURE_DECLINED,
    DEPARTURE_FETCHED,
)
from chaperone.disclosures.models import Departure, Part
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event
from chaperone.vendors.queries.customers import customers_of

State = Departure.State
PACK, DESTROY = "disclosures.pack", "disclosures.destroy"


@transaction.atomic
def ask(*, actor: Staff, public_key: str) -> Departure:
    """Asks for the members' data back, after the agreement with the platform ended.

    ``public_key``: of the customer, to which everything is encrypted. Raises ``BadRecipient``,
    ``NotLeaving``, ``AlreadyLeaving``.
    """
    key = str(recipient(public_key.strip()))
    if actor.on_platform or not _has_ended(actor):
        raise NotLeaving
    departure = Departure(
        organization_id=actor.organization_id, recipient=key, asked_by=actor.user_id
    )
    try:
        with transaction.atomic():
            departure.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyLeaving from problem
    _record(DEPARTURE_ASKED, actor, departure)
    tell_asked(actor=actor, departure_id=departure.id)
    return departure


@transaction.atomic
def approve(*, actor: Staff, departure_id: UUID) -> None:
    """Agrees, as a second person: everything is packed. Raises ``NoSuchDeparture``, ``NotNow``,
    ``OwnStep``, ``NotLeaving`` where an agreement is in force again.
    """
    departure = _locked(actor, departure_id, [State.WAITING], not_by="asked_by")
    if not _has_ended(actor):
        raise NotLeaving
    _settle(departure, State.PACKING, actor, "decided")
    _record(DEPARTURE_APPROVED, actor, departure)
    nudge(PACK, organization_id=actor.organization_id)


@transaction.atomic
def decline(*, actor: Staff, departure_id: UUID) -> None:
    """Says no, as a second person. Raises as ``approve`` does."""
    departure = _locked(actor, departure_id, [State.WAITING], not_by="asked_by")
    _settle(departure, State.DECLINED, actor, "decided")
    _record(DEPARTURE_DECLINED, actor, departure)


@transaction.atomic
def arrived(*, actor: Staff, departure_id: UUID) -> None:
    """Says that everything was fetched and opens. Raises ``NoSuchDeparture``, ``NotNow``."""
    departure = _locked(actor, departure_id, [State.PACKED])
    _settle(departure, State.ARRIVED, actor, "arrived")
    _record(DEPARTURE_ARRIVED, actor, departure)


@transaction.atomic
def agree(*, actor: Staff, departure_id: UUID) -> None:
    """Agrees, as a second person, that the data be destroyed here. Raises as ``approve`` does."""
    departure = _locked(actor, departure_id, [State.ARRIVED], not_by="arrived_by")
    if not _has_ended(actor):
        raise NotLeaving
    _settle(departure, State.DESTROYING, actor, "agreed")
    _record(DEPARTURE_AGREED, actor, departure)
    nudge(DESTROY, organization_id=actor.organization_id)


@transaction.atomic
def note_fetched(*, actor: Staff, part: Part) -> None:
    """Records that somebody fetched a part."""
    append(
        event=DEPARTURE_FETCHED,
        actor=actor,
        details={
            "departure": str(part.departure_id),
            "part": part.number,
            "sha256": part.sha256,
        },
    )


def _has_ended(actor: Staff) -> bool:
    """Whether the customer had an agreement, and none is in force or to come."""
    (customer,) = customers_of(actor)
    states = [state for _, state in customer.agreements]
    return bool(states) and not {"in_force", "coming"} & set(states)


def _locked(
    actor: Staff, departure_id: UUID, states: Sequence[str], *, not_by: str = ""
) -> Departure:
    rows = Departure.objects.filter(organization_id=actor.organization_id, id=departure_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchDeparture
    if found.state not in states:
        raise NotNow
    if not_by and getattr(found, not_by) == actor.user_id:
        raise OwnStep
    return found


def _settle(departure: Departure, state: str, actor: Staff, step: str) -> None:
    departure.state = state
    setattr(departure, f"{step}_by", actor.user_id)
    setattr(departure, f"{step}_at", timezone.now())
    departure.save(update_fields=["state", f"{step}_by", f"{step}_at"])


def _record(event: Event, actor: Staff, departure: Departure) -> None:
    append(
        event=event,
        actor=actor,
        details={"departure": str(departure.id), "recipient": departure.recipient},
    )
