"""Who looks after the installation: people of the organization that runs it."""

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries.people import people_who_may
from chaperone.duties.queries import called_by_text
from chaperone.notices.models import Notice
from chaperone.notices.registry import Watchers
from chaperone.vendors.queries import platform_id
from chaperone.web.status.notice import OVER, WRONG

MAY = "health.read"


def watchers() -> list[Watchers]:
    """Those who may read the status page there; by text, too, where they left a number."""
    organization_id = platform_id()
    if organization_id is None:
        return []
    actor = worker(organization_id)
    with acting_for(actor):
        people = list(people_who_may(actor, MAY))
        by_text = called_by_text(organization_id, people)
    ways = {
        user_id: (
            (Notice.Way.TEXT, Notice.Way.EMAIL) if user_id in by_text else (Notice.Way.EMAIL,)
        )
        for user_id in people
    }
    return [Watchers(organization_id, ways, WRONG, OVER)]
