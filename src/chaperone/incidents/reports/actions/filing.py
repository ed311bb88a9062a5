"""Somebody reports something (45 CFR 164.308(a)(6)(ii), 164.530(d))."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.incidents.actions.numbering import next_number
from chaperone.incidents.errors import NotAboutYou
from chaperone.incidents.events import REPORT_FILED
from chaperone.incidents.models import Report
from chaperone.incidents.reports.actions.telling import tell_of_new
from chaperone.incidents.reports.promises import due_at
from chaperone.incidents.reports.references import digest_of, new_reference
from chaperone.ledger.actors import Actor
from chaperone.registers.actions.changes import record_change


class Filed(NamedTuple):
    """A report that was kept. ``reference``: shown to the reporter now, and never again."""

    report: Report
    reference: str


@transaction.atomic
def file_report(
    *,
    actor: Actor,
    way: Report.Way,
    text: str,
    contact: str = "",
    confidential: bool = False,
    unnamed: bool = False,
    names_id: UUID | None = None,
) -> Filed:
    """Keeps a report, and tells those who run incidents.

    ``contact``: where a stranger can be reached. ``unnamed``: a colleague's name is not kept.
    ``names_id``: the colleague it is about, who never sees it; that makes it confidential. Of a
    confidential one the ledger does not say who wrote it, since whom it names may read the ledger
    (45 CFR 164.530(g)). Raises ``NotAboutYou``.
    """
    if names_id is not None and names_id == actor.id:
        raise NotAboutYou("You cannot name yourself: tell a security officer, or leave it empty.")
    confidential = confidential or unnamed or names_id is not None
    by = anonymous(actor.organization_id) if confidential else actor
    now = timezone.now()
    reference = new_reference()
    report = Report(
        organization_id=actor.organization_id,
        number=next_number(actor.organization_id, "report"),
        reference=digest_of(reference),
        way=way,
        text=text.strip(),
        contact=contact.strip() or None,
        reporter_id=actor.id if actor.kind == "staff" and not unnamed else None,
        member_id=actor.id if actor.kind == "member" else None,
        confidential=confidential,
        names_id=names_id,
        received_at=now,
        due_at=due_at(actor.organization_id, now),
    )
    report.save(force_insert=True)
    details = {"number": report.number, "way": str(way), "due": report.due_at.isoformat()}
    record_change(actor=by, event=REPORT_FILED, record=report.id, details=details)
    tell_of_new(by, report)
    return Filed(report, reference)


def anonymous(organization_id: UUID) -> Actor:
    """Somebody whom we do not know, in an organization."""
    return Actor(kind="anonymous", id=None, organization_id=organization_id)
