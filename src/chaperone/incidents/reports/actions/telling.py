"""Who is told of a report, and never whom it names."""

from uuid import UUID

from chaperone.access.queries import people_who_may
from chaperone.duties.queries import called_by_text
from chaperone.incidents.models import Report
from chaperone.incidents.notice import LATE, NOBODY, RECEIVED
from chaperone.incidents.queries.incidents import MANAGE
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice

_EMAIL, _TEXT = Notice.Way.EMAIL, Notice.Way.TEXT


def tell_of_new(actor: Actor, report: Report) -> None:
    """Tells those who run incidents. Where the report names the only one, those who look after
    staff are told that somebody else must be given the role: nothing of it reaches who is named.
    """
    people = readers_of(actor, report)
    if people:
        tell(
            actor=actor,
            kind=RECEIVED,
            subject_id=report.id,
            recipients=dict.fromkeys(people, (_EMAIL,)),
        )
        return
    others = people_who_may(actor, "staff.manage")
    tell(
        actor=actor,
        kind=NOBODY,
        subject_id=report.id,
        recipients={each: (_EMAIL,) for each in others if each != report.names_id},
    )


def tell_it_is_late(actor: Actor, report: Report) -> None:
    """Tells them again, by every way, and the service that the organization has named."""
    people = readers_of(actor, report)
    by_text = called_by_text(actor.organization_id, people)
    ways = {each: (_EMAIL, _TEXT) if each in by_text else (_EMAIL,) for each in people}
    tell(actor=actor, kind=LATE, subject_id=report.id, recipients=ways, webhook=True)


def readers_of(actor: Actor, report: Report) -> list[UUID]:
    """Who runs incidents and is not named by the report."""
    return sorted(each for each in people_who_may(actor, MANAGE) if each != report.names_id)
