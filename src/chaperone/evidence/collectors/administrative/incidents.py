"""Security incident procedures, response and reporting (45 CFR 164.308(a)(6))."""

from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, weak
from chaperone.evidence.written import written
from chaperone.incidents.cases.dues import next_drill_on
from chaperone.incidents.cases.queries.responding import responding_in
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.queries.history import entries_about

PROCEDURES, RESPONSE = "164.308(a)(6)(i)", "164.308(a)(6)(ii)"
_HOLD = "Hold a drill on the page “Incidents”."


@summarizes(PROCEDURES, RESPONSE)
def procedures(actor: Actor, parts: Parts) -> Found:
    """A plan is in force, and people have exercised it in time."""
    text, found = written(actor, PROCEDURES), responding_in(actor)
    due_on = next_drill_on(actor.organization_id)
    own = judged(
        "The plan for incidents is in force, and was exercised in time.",
        text.lack,
        weak(
            not found.drills_closed and not found.incidents,
            "Nobody has worked an incident by the plan yet, not even as a drill.",
            _HOLD,
        ),
        weak(
            due_on < today_of(actor), "The next drill of the response should have been held.", _HOLD
        ),
        figures=(
            Figure("Drills closed in a year", found.drills_closed),
            Figure("Next drill due", due_on.isoformat()),
            *text.figures,
        ),
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(RESPONSE)
def response(actor: Actor) -> Found:
    """What was reported is taken up in time, and what happened is contained in time."""
    text, found = written(actor, RESPONSE), responding_in(actor)
    return judged(
        f"What is reported is taken up in time, and incidents are contained in time"
        f" ({counted(found.incidents, 'incident')} and {counted(found.drills_closed, 'drill')} in"
        " a year).",
        text.lack,
        missing(
            found.late,
            f"{counted(found.late, 'incident')} should have been contained by now.",
            "Contain what is late: the page of the incident says what is to be done.",
        ),
        missing(
            found.unread,
            f"Nobody has taken up {counted(found.unread, 'report')} in the time that was promised.",
            "Take up the reports that wait.",
        ),
        weak(
            found.tasks_late,
            f"{counted(found.tasks_late, 'task')} of incidents should be done by now.",
            "Do the tasks that are late, or say why they are not needed.",
        ),
        weak(
            not (found.incidents or found.drills_closed or found.reports),
            "Nothing was reported or exercised so far, so that no response can be shown.",
            _HOLD,
        ),
        figures=(
            Figure("Incidents in a year", found.incidents),
            Figure("Open", found.open),
            Figure("Not contained in time", found.late),
            Figure("Reports in a year", found.reports),
            Figure("Not taken up in time", found.unread),
            Figure("Tasks late", found.tasks_late),
            *text.figures,
        ),
        ledger=(*entries_about(actor, found.latest), *text.ledger),
    )
