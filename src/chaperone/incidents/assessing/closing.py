"""What a breach asks for before its incident is closed (45 CFR 164.402(2), 164.414(b)).

A drill is closed once it was judged: nobody is told anything in it.
"""

from chaperone.incidents.assessing.queries import (
    assessment_in_force,
    clocks_of,
    waiting_assessment,
)
from chaperone.incidents.exposure.queries.frozen import latest_exposure
from chaperone.incidents.models import Incident
from chaperone.ledger.actors import Actor


def judged(actor: Actor, found: Incident) -> str:
    """What was exposed is judged by a second person, too; nothing waits for one."""
    if waiting_assessment(actor, found):
        return "Its assessment waits for a second person: have it signed or given back first."
    exposure = latest_exposure(actor, found)
    if exposure and exposure.members and not assessment_in_force(actor, found):
        return "Members were exposed: judge by the four factors whether it is a breach first."
    return ""


def told(actor: Actor, found: Incident) -> str:
    """Everybody was told whom its deadlines name. The Secretary takes breaches of the annual log
    on any day of the year, so that none of them outlives its incident.
    """
    if found.drill:
        return ""
    left = [each.running.what for each in clocks_of(actor, found) if each.open]
    if not left:
        return ""
    return f"Deadlines are open: {'; '.join(left)}. Note on the assessment what was done."
