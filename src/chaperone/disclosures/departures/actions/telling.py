"""Telling the platform, where the data was, what becomes of it (45 CFR 164.504(e)(2)(ii)(J))."""

from uuid import UUID

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for, also_in
from chaperone.access.queries import people_who_may
from chaperone.disclosures.kinds import ASKED, DONE
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.kinds import Kind
from chaperone.notices.models import Notice
from chaperone.vendors.queries import platform_id

IN_CHARGE = "vendors.manage"


def tell_asked(*, actor: Staff, departure_id: UUID) -> None:
    """In the transaction in which somebody of the customer asks for the data."""
    platform = platform_id()
    if platform is not None:
        with also_in(actor, platform) as there:
            _tell(there, ASKED, departure_id)


def tell_done(*, departure_id: UUID) -> None:
    """The last step of the transaction that certifies: it leaves the customer's context."""
    platform = platform_id()
    if platform is not None:
        actor = worker(platform)
        with acting_for(actor):
            _tell(actor, DONE, departure_id)


def _tell(actor: Actor, kind: Kind, departure_id: UUID) -> None:
    recipients = dict.fromkeys(people_who_may(actor, IN_CHARGE), (Notice.Way.EMAIL,))
    tell(actor=actor, kind=kind, subject_id=departure_id, recipients=recipients)
