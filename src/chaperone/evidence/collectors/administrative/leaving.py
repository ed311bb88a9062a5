"""Termination procedures (45 CFR 164.308(a)(3)(ii)(C))."""

from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import counted, judged, missing, people, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.workforce.queries.leaving import leaving_of

CITATION = "164.308(a)(3)(ii)(C)"


@collects(CITATION)
def termination(actor: Actor) -> Found:
    """Whoever left reaches nothing, and the rest of their leaving is done in time."""
    text, leaving = written(actor, CITATION), leaving_of(actor)
    return judged(
        f"The access of everybody who left has ended, and nothing is late ({leaving.left:,})."
        if leaving.left
        else "Nobody has left so far; what is to be done then is in force.",
        text.lack,
        missing(
            leaving.reaching,
            f"{people(leaving.reaching)} who left can still reach something.",
            "End their access on the page of staff.",
        ),
        weak(
            leaving.late_lines,
            f"{counted(leaving.late_lines, 'line')} of checklists of who left should be done.",
            "Do what is late on the checklists of those who left.",
        ),
        figures=(
            Figure("Left", leaving.left, "people"),
            Figure("Still reach something", leaving.reaching, "people"),
            Figure("Lines of checklists open", leaving.open_lines),
            Figure("Lines of checklists late", leaving.late_lines),
            *text.figures,
        ),
        ledger=(*entries_about(actor, leaving.latest), *text.ledger),
    )
