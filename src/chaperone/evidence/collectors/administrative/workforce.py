"""Workforce security: supervision and clearance (45 CFR 164.308(a)(3)(i)-(ii)(B))."""

from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.collectors.administrative.leaving import CITATION as TERMINATION
from chaperone.evidence.judging import judged, missing, of_parts, people, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import find_ids
from chaperone.workforce.events import AGREEMENT_SIGNED, PERSON_ADDED, PERSON_CHANGED
from chaperone.workforce.queries.standing import cleared_of, supervision_of

SECURITY = "164.308(a)(3)(i)"
SUPERVISION, CLEARANCE = "164.308(a)(3)(ii)(A)", "164.308(a)(3)(ii)(B)"
_SHOWN = 6


@summarizes(SECURITY, SUPERVISION, CLEARANCE, TERMINATION)
def security(actor: Actor, parts: Parts) -> Found:
    """Who may see ePHI is supervised and cleared, and sees none any more after leaving."""
    text = written(actor, SECURITY)
    own = judged(
        "Who sees members' data is supervised, cleared, and kept out after leaving.",
        text.lack,
        figures=text.figures,
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(SUPERVISION)
def supervision(actor: Actor) -> Found:
    """Of everybody who works here it is known as what, and whom they answer to."""
    text, found = written(actor, SUPERVISION), supervision_of(actor)
    return judged(
        f"Of everybody who works here it is known whom they answer to ({people(found.people)}).",
        text.lack,
        missing(
            not found.people,
            "Nobody stands on the register of people.",
            "Give people their roles by a request; they come onto the register with it.",
        ),
        weak(
            found.without_supervisor,
            f"Of {people(found.without_supervisor)} nobody wrote down whom they answer to.",
            "Name a supervisor on each person's page.",
        ),
        weak(
            found.without_position,
            f"Of {people(found.without_position)} nobody wrote down as what they work.",
            "Write each person's position on their page.",
        ),
        figures=(
            Figure("Work here", found.people, "people"),
            Figure("Without a supervisor", found.without_supervisor, "people"),
            Figure("Without a position", found.without_position, "people"),
            *text.figures,
        ),
        ledger=(
            *find_ids(actor, limit=_SHOWN, events=[PERSON_ADDED.name, PERSON_CHANGED.name]),
            *text.ledger,
        ),
    )


@collects(CLEARANCE)
def clearance(actor: Actor) -> Found:
    """Everybody who works here has earned what members' data asks for; who has not sees none."""
    text, found = written(actor, CLEARANCE), cleared_of(actor)
    lacking = {label: found.people - holding for label, holding in found.holding.items()}
    short = [f"{label}: {count}" for label, count in lacking.items() if count > 0]
    return judged(
        f"Everybody who works here has earned every clearance ({people(found.people)}).",
        text.lack,
        missing(
            not found.people or not found.holding,
            "There is nobody yet whose clearance could be told.",
            "Give people their roles by a request; what they must hold is asked for then.",
        ),
        weak(
            short,
            f"Not everybody is cleared ({'; '.join(short)}); who is not sees no member's data.",
            "See on the register of people who lacks what, and remind them.",
        ),
        figures=(
            Figure("Work here", found.people, "people"),
            *(Figure(f"Hold: {label}", held, "people") for label, held in found.holding.items()),
            Figure("Given for a while, not earned yet", found.in_grace),
            *text.figures,
        ),
        ledger=(*find_ids(actor, limit=_SHOWN, event=AGREEMENT_SIGNED.name), *text.ledger),
    )
