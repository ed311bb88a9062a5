"""Policies and procedures, and their documentation (45 CFR 164.316(a), (b)(1))."""

from collections.abc import Iterable
from itertools import groupby

from chaperone.evidence.asked_once import policies_in_force
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.collectors.documentation.keeping import ADOPT, AVAILABILITY, LIMIT, UPDATES
from chaperone.evidence.judging import counted, judged, missing, of_parts, weak
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.queries.drift import drifts_of
from chaperone.policies.queries.reading import InForce
from chaperone.policies.queries.registering import registered
from chaperone.registers.queries.history import entries_about
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.standards.catalogue import Standard, all_standards

POLICIES = "164.316(a)"
DOCUMENTATION = "164.316(b)(1)"
_ANSWERED = ("164.308", "164.310", "164.312", "164.314(a)")
"""Sections whose standards policies must answer; group health plans have documents of their own."""


@collects(POLICIES)
def policies(actor: Actor) -> Found:
    """Policies in force answer every standard, and the system does what they say."""
    found, drifting = policies_in_force(actor), drifts_of(actor)
    standards, bare = _unanswered(found)
    return judged(
        f"{counted(len(found), 'policy', 'policies')} in force answer all {standards} standards,"
        " and the system does what they say.",
        missing(not found, "No policy is in force.", ADOPT),
        weak(
            found and bare,
            f"No policy in force answers {counted(len(bare), 'standard')}: {', '.join(bare)}.",
            "Publish policies that cite these paragraphs.",
        ),
        weak(
            drifting,
            f"The system does not do what {counted(len(drifting), 'policy', 'policies')} say.",
            "Change the setting back, or publish a version that says what is done.",
        ),
        figures=(
            Figure("Policies in force", len(found)),
            Figure("Standards answered", standards - len(bare), f"of {standards}"),
            Figure("Policies that the system does not follow", len(drifting)),
        ),
        ledger=entries_about(actor, [each.policy_id for each in found]),
    )


@summarizes(DOCUMENTATION, LIMIT, AVAILABILITY, UPDATES)
def documentation(actor: Actor, parts: Parts) -> Found:
    """Each policy is signed by somebody who did not write it; what is done is recorded."""
    found = policies_in_force(actor)
    signed = signatures_by_record(actor, [each.version_id for each in found])
    unsigned = [each for each in found if each.version_id not in signed]
    waiting = registered(actor, today_of(actor)).filter(work="review").count()
    own = judged(
        f"{counted(len(found), 'policy', 'policies')} in force, each signed by somebody who did not"
        " write it; what was done stands in the ledger.",
        missing(not found, "No policy is in force.", ADOPT),
        missing(
            unsigned,
            f"{counted(len(unsigned), 'policy', 'policies')} in force without a signature.",
            "Have each approved anew: send a new version to review.",
        ),
        figures=(
            Figure("Policies in force", len(found)),
            Figure("Signed", len(found) - len(unsigned)),
            Figure("Versions that wait for approval", waiting),
        ),
        ledger=[rows[0].entry_id for rows in signed.values()][:5],
    )
    return of_parts(parts, own)


def _unanswered(found: Iterable[InForce]) -> tuple[int, list[str]]:
    """How many standards there are, and those that no policy cites, nor a specification of them."""
    cited = {citation for each in found for citation in each.citations}
    wanted = [each for each in all_standards() if each.citation.startswith(_ANSWERED)]
    groups = [list(each) for _, each in groupby(wanted, key=_standard_of)]
    bare = [group[0].citation for group in groups if not cited & {each.citation for each in group}]
    return len(groups), bare


def _standard_of(each: Standard) -> tuple[str, str]:
    return each.section, each.standard
