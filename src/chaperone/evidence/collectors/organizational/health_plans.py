"""Requirements for group health plans (45 CFR 164.314(b)): for who sponsors one.

Few who care by text message do. Until somebody signs that it does not apply, or the plan documents
stand in force among the policies, nothing is said.
"""

from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import judged, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor

STANDARD = "164.314(b)(1)"
SAFEGUARDS = "164.314(b)(2)(i)"
SEPARATION = "164.314(b)(2)(ii)"
AGENTS = "164.314(b)(2)(iii)"
REPORTS = "164.314(b)(2)(iv)"
_UNKNOWN = "No plan document in force answers {citation}."
_REMEDY = (
    "Where you sponsor no group health plan, sign that this does not apply, and why. Else publish"
    " the plan document among the policies, citing {citation}."
)


def _plan_document(actor: Actor, citation: str) -> Found:
    """A plan document in force that cites the paragraph, and was reviewed in time."""
    text = written(actor, citation)
    late = text.lack if text.figures else None
    return judged(
        "The plan document that says so is in force, and was reviewed in time.",
        unknown(
            not text.figures, _UNKNOWN.format(citation=citation), _REMEDY.format(citation=citation)
        ),
        late,
        figures=text.figures or (Figure("Plan documents in force", 0),),
        ledger=text.ledger,
    )


@collects(SAFEGUARDS)
def safeguards(actor: Actor) -> Found:
    """The sponsor must guard what it gets of the plan's members."""
    return _plan_document(actor, SAFEGUARDS)


@collects(SEPARATION)
def separation(actor: Actor) -> Found:
    """Who at the sponsor sees it is kept apart from who does not."""
    return _plan_document(actor, SEPARATION)


@collects(AGENTS)
def agents(actor: Actor) -> Found:
    """Whoever the sponsor passes it on to must guard it as well."""
    return _plan_document(actor, AGENTS)


@collects(REPORTS)
def reports(actor: Actor) -> Found:
    """The sponsor must tell the plan of security incidents."""
    return _plan_document(actor, REPORTS)


@summarizes(STANDARD, SAFEGUARDS, SEPARATION, AGENTS, REPORTS)
def group_health_plans(_actor: Actor, parts: Parts) -> Found:
    """The plan documents together."""
    told = sum(bool(part.ledger) for part in parts.values())
    own = judged(
        "The plan documents say what the rule asks.",
        unknown(
            not told,
            "No plan document is in force.",
            "Where you sponsor no group health plan, sign that this does not apply, and why.",
        ),
        weak(
            0 < told < len(parts),
            f"Plan documents answer {told} of {len(parts)} specifications.",
            "Add what is missing to the plan documents.",
        ),
        figures=(Figure("Specifications with a plan document", told),),
    )
    return of_parts(parts, own)
