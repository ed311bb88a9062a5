"""What a breach is, whom the rule concerns, and the burden of proof (164.400, 402, 414)."""

from chaperone.evidence.asked_once import exposing_incidents
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, weak
from chaperone.evidence.notifying import Ready, shown_by
from chaperone.ledger.actors import Actor

APPLICABILITY = "164.400"
DEFINITIONS = "164.402"
ADMINISTRATIVE = "164.414(a)"
BURDEN = "164.414(b)"
_STANDARDS = ("164.404(a)", "164.406(a)", "164.408(a)", "164.410(a)", DEFINITIONS, BURDEN)
_PROGRAMME = ("164.308(a)(1)(ii)(C)", "164.308(a)(5)(i)", "164.316(a)", "164.316(b)(1)")
"""What 164.530(b), (e), (i) and (j) ask again for breaches: training, sanctions, policies."""
_JUDGE = "Judge the incident by the four factors, and have a second person sign it."


@collects(DEFINITIONS)
def definitions(actor: Actor) -> Found:
    """Whatever exposed anybody was judged by the four factors, by two people."""
    ready, found = Ready(actor, DEFINITIONS), exposing_incidents(actor)
    open_ones = [each for each in found if each.judged is None]
    breaches = sum(each.judged is not None and each.judged.is_breach for each in found)
    return judged(
        f"{counted(len(found), 'incident')} that exposed somebody, each judged by the four factors"
        " and signed by a second person."
        if found
        else "Nothing has exposed anybody so far; how it is judged is in force, and was tried.",
        *ready.lacks,
        weak(
            open_ones,
            f"{counted(len(open_ones), 'incident')} not judged yet, and presumed a breach.",
            _JUDGE,
        ),
        figures=(
            Figure("Incidents that exposed somebody", len(found)),
            Figure("Judged and signed", len(found) - len(open_ones)),
            Figure("Of them breaches", breaches),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, found), *ready.ledger),
    )


@collects(BURDEN)
def burden_of_proof(actor: Actor) -> Found:
    """That everybody was told, or needed not be, is on record."""
    ready, found = Ready(actor, BURDEN), exposing_incidents(actor)
    unjudged = [each for each in found if each.judged is None and each.incident.is_closed]
    untold = [
        each
        for each in found
        if each.is_breach and each.incident.is_closed and any(c.open for c in each.clocks)
    ]
    waiting = [each for each in found if each.judged is None and not each.incident.is_closed]
    return judged(
        f"{counted(len(found), 'incident')} with a signed judgement, and with every notice on"
        " record that it asks for."
        if found
        else "Nothing has exposed anybody so far; what is kept on record then is in force.",
        *ready.lacks,
        missing(
            unjudged,
            f"{counted(len(unjudged), 'incident')} closed without a judgement.",
            "Reopen the case, and judge it.",
        ),
        missing(
            untold,
            f"{counted(len(untold), 'breach', 'breaches')} closed without a notice on record.",
            "Reopen the case, and note each notice.",
        ),
        weak(waiting, f"{counted(len(waiting), 'incident')} not judged yet.", _JUDGE),
        figures=(
            Figure("Incidents that exposed somebody", len(found)),
            Figure("Closed without a judgement", len(unjudged)),
            Figure("Closed without a notice", len(untold)),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, found), *ready.ledger),
    )


@summarizes(ADMINISTRATIVE, *_PROGRAMME)
def administrative(actor: Actor, parts: Parts) -> Found:
    """The programme covers breaches as well: training, sanctions, policies, documentation."""
    ready = Ready(actor, ADMINISTRATIVE)
    own = judged(
        "The programme covers breaches as well.",
        *ready.lacks,
        figures=ready.figures,
        ledger=ready.ledger,
    )
    return of_parts(parts, own)


@summarizes(APPLICABILITY, *_STANDARDS)
def applicability(actor: Actor, parts: Parts) -> Found:
    """The rule concerns every breach that was discovered: as well as its standards are met."""
    found = [each for each in exposing_incidents(actor) if each.is_breach]
    own = judged(
        f"{counted(len(found), 'breach', 'breaches')} to which the rule applies."
        if found
        else "No breach was discovered so far; the organization is ready for one.",
        figures=(Figure("Breaches", len(found)),),
        ledger=shown_by(actor, found),
    )
    return of_parts(parts, own)
