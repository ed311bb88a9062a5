"""Information access management (45 CFR 164.308(a)(4))."""

from django.utils import timezone

from chaperone.access.events import ASK_APPROVED, ASK_DECLINED, REVIEW_BEGUN, REVIEW_DECIDED
from chaperone.access.queries.authorizing import authorized_in
from chaperone.access.queries.emergency_figures import emergencies_standing
from chaperone.access.queries.reviews import EVERY, lines_without_reviewer, reviews_of
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import find_ids

MANAGEMENT, CLEARINGHOUSE = "164.308(a)(4)(i)", "164.308(a)(4)(ii)(A)"
AUTHORIZATION, ESTABLISHMENT = "164.308(a)(4)(ii)(B)", "164.308(a)(4)(ii)(C)"
_SHOWN = 8


@summarizes(MANAGEMENT, CLEARINGHOUSE, AUTHORIZATION, ESTABLISHMENT)
def management(actor: Actor, parts: Parts) -> Found:
    """Access is authorized, given, looked over and taken back under a policy."""
    text = written(actor, MANAGEMENT)
    own = judged(
        "Access is asked for, decided by somebody else, and looked over again.",
        text.lack,
        figures=text.figures,
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(CLEARINGHOUSE)
def clearinghouse(actor: Actor) -> Found:
    """Met by a policy that isolates the clearinghouse; where there is none, that is signed."""
    text = written(actor, CLEARINGHOUSE)
    return judged(
        "A policy in force keeps the clearinghouse apart.",
        unknown(
            not text.figures,
            "Nobody has said whether the organization is part of a clearinghouse.",
            "Sign on the page of this standard that it does not apply, or publish a policy that"
            f" cites {CLEARINGHOUSE}.",
        ),
        text.lack if text.figures else None,
        figures=text.figures,
        ledger=text.ledger,
    )


@collects(AUTHORIZATION)
def authorization(actor: Actor) -> Found:
    """Access that is in force was decided by somebody who did not ask for it."""
    text, found = written(actor, AUTHORIZATION), authorized_in(actor)
    return judged(
        "Everything that is in force was asked for and approved, or confirmed in a review.",
        text.lack,
        missing(
            not found.in_force,
            "Nobody holds any access here yet, so that nothing can be shown.",
            "Have people ask for access, and approve it.",
        ),
        weak(
            found.on_nothing,
            f"Nobody here has approved or confirmed {counted(found.on_nothing, 'grant')} that the"
            " installation began with.",
            "Begin a review of everybody's access, and decide on each line.",
        ),
        weak(
            found.waiting_long,
            f"{counted(found.waiting_long, 'request')} waited for more than a week.",
            "Decide on the requests that wait.",
        ),
        figures=(
            Figure("Grants in force", found.in_force),
            Figure("Of these, asked for and approved", found.on_request),
            Figure("Of these, neither approved nor confirmed", found.on_nothing),
            Figure("Requests approved in a year", found.approved),
            Figure("Requests refused in a year", found.refused),
            Figure("Requests that wait for more than a week", found.waiting_long),
            *text.figures,
        ),
        ledger=(
            *find_ids(actor, limit=_SHOWN, events=[ASK_APPROVED.name, ASK_DECLINED.name]),
            *text.ledger,
        ),
    )


@collects(ESTABLISHMENT)
def establishment(actor: Actor) -> Found:
    """Everybody's access is looked over each quarter, and emergency access in time."""
    text, reviews = written(actor, ESTABLISHMENT), reviews_of(actor)
    last = reviews[0] if reviews else None
    late = sum(each.state == "overdue" for each in reviews)
    judgements, alone = emergencies_standing(actor).late, lines_without_reviewer(actor)
    decided = sum(each.decided for each in reviews)
    return judged(
        "Everybody's access was looked over within a quarter.",
        text.lack,
        missing(
            last is None,
            "Nobody has looked over everybody's access yet.",
            "Begin a review of everybody's access.",
        ),
        missing(
            last and last.begun_at + EVERY < timezone.now(),
            "The last review of everybody's access began more than a quarter ago.",
            "Begin the next review of everybody's access.",
        ),
        missing(
            last and not decided,
            "A review of access began, and nothing of it is decided yet.",
            "Decide on the lines of the review.",
        ),
        weak(
            alone,
            f"Nobody but who holds it may decide about {counted(alone, 'grant')} under review.",
            "Have a second officer, and begin the review again.",
        ),
        weak(
            late,
            f"{counted(late, 'review')} of access should be finished by now.",
            "Decide on what is left of the reviews that are overdue.",
        ),
        weak(
            judgements,
            f"{counted(judgements, 'emergency access', 'emergency accesses')} should be judged.",
            "Judge each emergency access that has ended.",
        ),
        figures=(
            Figure("Last review begun", last.begun_at.date().isoformat() if last else None),
            Figure(
                "Lines decided in it",
                last.decided if last else 0,
                f"of {last.total if last else 0}",
            ),
            Figure("Reviews late", late),
            Figure("Emergency accesses judged late", judgements),
            *text.figures,
        ),
        ledger=(
            *find_ids(actor, limit=_SHOWN, events=[REVIEW_BEGUN.name, REVIEW_DECIDED.name]),
            *text.ledger,
        ),
    )
