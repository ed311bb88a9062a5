"""Telling the covered entity of a breach at ours, and that it was told (45 CFR 164.410)."""

from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.incidents.assessing.actions.clocks import meet_clocks
from chaperone.incidents.assessing.deadlines import CUSTOMER_CLOCKS
from chaperone.incidents.models import CustomerNotice, Incident, Mailing
from chaperone.incidents.notifying.actions.sending import LETTERS
from chaperone.incidents.notifying.customer import Breach
from chaperone.incidents.notifying.errors import AskedAlready, OnlyADrill, Waits
from chaperone.incidents.notifying.events import CUSTOMER_ASKED, CUSTOMER_TOLD
from chaperone.incidents.notifying.queries import waits_for_law
from chaperone.incidents.notifying.queries.customers import customer_breach
from chaperone.incidents.queries.incidents import reach_open
from chaperone.jobs.actions import nudge
from chaperone.registers.actions.changes import record_change

_KINDS = (Mailing.Kind.CUSTOMER_PDF, Mailing.Kind.CUSTOMER_JSON)


@transaction.atomic
def ask_customer_files(*, actor: Staff, incident_id: UUID) -> int:
    """Has the notice made with the individuals by name, as PDF and JSON; returns of how many.

    An administrator takes the files, under an approval. The caller has checked
    ``incidents.manage``. Raises as ``tell_customer``, and ``AskedAlready`` while some are made.
    """
    case, breach = _sendable(actor, incident_id)
    rows = Mailing.objects.filter(
        organization_id=actor.organization_id, incident=case, state=Mailing.State.WAITING
    )
    if rows.exists():
        raise AskedAlready
    count = len(breach.individuals)
    Mailing.objects.bulk_create(
        Mailing(
            organization_id=actor.organization_id,
            incident=case,
            kind=kind,
            letters=count,
            asked_by=actor.user_id,
        )
        for kind in _KINDS
    )
    details = {"individuals": count}
    record_change(actor=actor, event=CUSTOMER_ASKED, record=case.id, details=details)
    nudge(LETTERS, organization_id=actor.organization_id)
    return count


@transaction.atomic
def tell_customer(
    *, actor: Staff, incident_id: UUID, customer: str, recipient: str, way: str, identified: bool
) -> CustomerNotice:
    """Records that the notice went to the covered entity: the deadline of 164.410(b) is met.

    ``recipient``: who there got it; ``way``: how; ``identified``: with each individual by name. The
    caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``,
    ``NoBreach``, ``NotAnAssociate``, ``OnlyADrill``, ``Waits``.
    """
    case, breach = _sendable(actor, incident_id)
    row = CustomerNotice(
        organization_id=actor.organization_id,
        incident=case,
        notice=breach.notice,
        customer=customer,
        recipient=recipient,
        way=way,
        identified=identified,
        individuals=len(breach.individuals),
        sent_by=actor.user_id,
    )
    row.save(force_insert=True)
    details = {
        "notice": str(row.id),
        "individuals": row.individuals,
        "identified": identified,
        "version": breach.notice.number if breach.notice else 0,
    }
    record_change(actor=actor, event=CUSTOMER_TOLD, record=case.id, details=details)
    meet_clocks(actor=actor, case=case, names=CUSTOMER_CLOCKS)
    return row


def _sendable(actor: Staff, incident_id: UUID) -> tuple[Incident, Breach]:
    case = reach_open(actor, incident_id)
    breach = customer_breach(actor, case)
    if case.drill:
        raise OnlyADrill
    if waits_for_law(actor, case):
        raise Waits
    return case, breach
