"""Destroying here what was returned: each member as ever, then the certificate of the whole."""

import logging
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.disclosures.departures.actions.telling import tell_done
from chaperone.disclosures.departures.certificates import content_of, digest_of
from chaperone.disclosures.events import DEPARTURE_DONE
from chaperone.disclosures.models import Departure
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.actions import end_member
from chaperone.members.models import Member
from chaperone.retention.actions import destroy_for_contract
from chaperone.retention.certificates import digests_of
from chaperone.retention.errors import NotToBeDestroyed

AT_ONCE = 50
_REASON = "The customer left and took the data along."
_logger = logging.getLogger(__name__)


def destroy(*, organization_id: UUID) -> bool:
    """Destroys some members' data, each in a transaction of its own. True while there is more.

    What must not go now (a legal hold, a text that is just with the carrier) waits for the sweep;
    without it the certificate is not made.
    """
    left = _left(organization_id)
    gone = sum(_destroy(organization_id, each) for each in left[:AT_ONCE])
    if not left:
        _certify(organization_id)
    return bool(gone)


def _left(organization_id: UUID) -> list[UUID]:
    with acting_for(worker(organization_id)):
        if _departure(organization_id) is None:
            return []
        rows = Member.objects.filter(organization_id=organization_id, destroyed_at__isnull=True)
        return list(rows.order_by("id").values_list("id", flat=True))


def _departure(organization_id: UUID) -> Departure | None:
    rows = Departure.objects.filter(
        organization_id=organization_id, state=Departure.State.DESTROYING
    )
    return rows.select_for_update().first()


def _destroy(organization_id: UUID, member_id: UUID) -> bool:
    actor = worker(organization_id)
    try:
        with acting_for(actor):
            departure = _departure(organization_id)
            if departure is None:
                return False
            member = Member.objects.get(organization_id=organization_id, id=member_id)
            end_member(actor=actor, member=member, reason=_REASON)
            assert departure.arrived_by is not None
            assert departure.agreed_by is not None
            destroy_for_contract(
                actor=actor,
                member_id=member_id,
                asked_by=departure.arrived_by,
                decided_by=departure.agreed_by,
            )
    except NotToBeDestroyed:
        _logger.warning("A member's data could not be destroyed yet; the sweep tries again.")
        return False
    return True


def _certify(organization_id: UUID) -> None:
    actor = worker(organization_id)
    with acting_for(actor):
        departure = _departure(organization_id)
        if departure is None:
            return
        _empty_parts(departure)
        certificates = digests_of(actor)
        departure.content = content_of(departure, certificates)
        departure.entry_id = _record(actor, departure, len(certificates))
        departure.state, departure.destroyed_at = Departure.State.DONE, timezone.now()
        departure.save(update_fields=["content", "entry_id", "state", "destroyed_at"])
        tell_done(departure_id=departure.id)


def _empty_parts(departure: Departure) -> None:
    departure.parts.filter(content__isnull=False).update(content=None)


def _record(actor: Actor, departure: Departure, members: int) -> UUID:
    return append(
        event=DEPARTURE_DONE,
        actor=actor,
        details={
            "departure": str(departure.id),
            "members": members,
            "sha256": digest_of(departure.content),
        },
    )
