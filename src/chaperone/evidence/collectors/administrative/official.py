"""Assigned security responsibility (45 CFR 164.308(a)(2))."""

from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import judged, missing, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.workforce.models import Official
from chaperone.workforce.queries.designated import in_office

CITATION = "164.308(a)(2)"
_MEND = "Designate a security official on the page “Officials”."


@collects(CITATION)
def official(actor: Actor) -> Found:
    """Somebody who works here is the security official, and everybody can reach them."""
    text = written(actor, CITATION)
    found = next((each for each in in_office(actor) if each.kind == Official.Kind.SECURITY), None)
    return judged(
        "A security official is designated, works here, and can be reached by everybody.",
        text.lack,
        missing(found is None, "Nobody is designated as security official.", _MEND),
        missing(
            found and not found.works_here,
            "Who is designated as security official does not work here any more.",
            _MEND,
        ),
        weak(
            found and not found.reachable,
            "Of the security official only one way of being reached is known.",
            "Add a telephone number or an address to the official's contact.",
        ),
        figures=(
            Figure("Security official in office", "yes" if found and found.works_here else "no"),
            *text.figures,
        ),
        ledger=(
            *entries_about(actor, [found.person_id] if found and found.person_id else [], most=4),
            *text.ledger,
        ),
    )
