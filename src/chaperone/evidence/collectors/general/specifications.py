"""Implementation specifications and maintenance (45 CFR 164.306(d), (e))."""

from collections.abc import Iterable
from uuid import UUID

from chaperone.evidence.collecting import Figure, Found, Parts, Status, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.queries.history import entries_about
from chaperone.risks.models import SpecificationDecision
from chaperone.risks.specifications.queries import record_of, specifications_of
from chaperone.standards.catalogue import Level, all_standards

SPECIFICATIONS = "164.306(d)"
MAINTENANCE = "164.306(e)"
EVALUATION = "164.308(a)(8)"
UPDATES = "164.316(b)(2)(iii)"
ALL = tuple(
    each.citation
    for each in all_standards()
    if each.rule == "Security" and each.level in (Level.REQUIRED, Level.ADDRESSABLE)
)
_ALTERNATIVE = "164.314(a)(2)(ii)"
"""Arrangements instead of contracts: where there are none, contracts are what counts."""
_Choice = SpecificationDecision.Choice
_DECIDE = "Decide on each addressable specification with reasons, and sign."


@summarizes(SPECIFICATIONS, *ALL)
def specifications(actor: Actor, parts: Parts) -> Found:
    """Required ones are met; on addressable ones it was decided, and what was decided is done."""
    text, today = written(actor, SPECIFICATIONS), today_of(actor)
    decided = {each.standard.citation: each for each in specifications_of(actor)}
    lacking = {
        citation: part.status
        for citation, part in parts.items()
        if part.status not in (Status.MET, Status.NOT_APPLICABLE)
        and (citation, part.status) != (_ALTERNATIVE, Status.NOT_EVALUATED)
    }
    required = {each: status for each, status in lacking.items() if each not in decided}
    states = {citation: each.state(today) for citation, each in decided.items()}
    open_ones = [each for each, state in states.items() if state in ("draft", "undecided")]
    due = [each for each, state in states.items() if state == "due"]
    undone = [
        citation
        for citation, each in decided.items()
        if lacking.get(citation) == Status.NOT_MET
        and not (each.in_force and each.in_force.choice == _Choice.NOT_REASONABLE)
    ]
    failed = [each for each, status in required.items() if status == Status.NOT_MET]
    untold = [each for each, status in required.items() if status == Status.NOT_EVALUATED]
    return judged(
        f"Every required specification is met, and all {counted(len(decided), 'addressable one')}"
        " decided on with reasons.",
        text.lack,
        missing(failed, f"{counted(len(failed), 'required specification')} not met."),
        missing(
            undone,
            f"{counted(len(undone), 'addressable specification')} neither met nor decided against.",
            "Meet it, or sign why it is not reasonable here, and what you do instead.",
        ),
        unknown(untold, f"{counted(len(untold), 'required specification')} not evaluated."),
        weak(
            len(required) - len(failed) - len(untold),
            "Required specifications need attention.",
            "See to each on its own page.",
        ),
        weak(
            open_ones,
            f"{counted(len(open_ones), 'addressable specification')} not decided on.",
            _DECIDE,
        ),
        weak(
            due, f"{counted(len(due), 'decision')} to be reviewed by now.", "Review each, and sign."
        ),
        figures=(
            Figure("Specifications", len(parts)),
            Figure("Required, not met", len(failed)),
            Figure("Addressable, decided on", len(decided) - len(open_ones), f"of {len(decided)}"),
            Figure("Decisions to be reviewed", len(due)),
            *text.figures,
        ),
        ledger=(*_decisions(actor, decided), *text.ledger),
    )


@summarizes(MAINTENANCE, EVALUATION, UPDATES)
def maintenance(actor: Actor, parts: Parts) -> Found:
    """Measures are reviewed and changed as needed: evaluations, policies, and decisions on them."""
    today, found = today_of(actor), specifications_of(actor)
    due = sum(each.state(today) == "due" for each in found)
    in_force = sum(each.in_force is not None for each in found)
    own = judged(
        f"{counted(in_force, 'decision')} on specifications in force, each reviewed in time.",
        missing(not in_force, "No addressable specification was decided on.", _DECIDE),
        weak(due, f"{counted(due, 'decision')} to be reviewed by now.", "Review each, and sign."),
        figures=(Figure("Decisions in force", in_force), Figure("To be reviewed by now", due)),
        ledger=_decisions(actor, [each.standard.citation for each in found]),
    )
    return of_parts(parts, own)


def _decisions(actor: Actor, citations: Iterable[str]) -> tuple[UUID, ...]:
    records = [record_of(actor.organization_id, citation) for citation in citations]
    return entries_about(actor, records, most=5)
