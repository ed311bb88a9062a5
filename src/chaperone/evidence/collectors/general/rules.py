"""The general requirements (45 CFR 164.306(a), (c)) and flexibility of approach ((b))."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from chaperone.evidence.collecting import Figure, Found, Parts, Status, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.risks.queries.analyses import analyses_of
from chaperone.risks.specifications.queries import specifications_of
from chaperone.standards.catalogue import Level, all_standards

REQUIREMENTS = "164.306(a)"
FLEXIBILITY = "164.306(b)"
STANDARDS = "164.306(c)"
_SECTIONS = ("164.308", "164.310", "164.312", "164.314", "164.316")
SECURITY_STANDARDS = tuple(
    each.citation
    for each in all_standards()
    if each.level is Level.STANDARD and each.citation.startswith(_SECTIONS)
)
PROTECTING = tuple(
    citation for citation in SECURITY_STANDARDS if citation.startswith(_SECTIONS[:3])
)
"""The safeguards themselves: administrative, physical and technical."""
_ANALYSED_WITHIN = timedelta(days=366)


@summarizes(REQUIREMENTS, *PROTECTING)
def requirements(_actor: Actor, parts: Parts) -> Found:
    """Confidentiality, integrity and availability of ePHI are ensured: every safeguard stands."""
    return _together(parts, "safeguard")


@summarizes(STANDARDS, *SECURITY_STANDARDS)
def standards(_actor: Actor, parts: Parts) -> Found:
    """Every standard of the Security Rule that applies is met."""
    return _together(parts, "standard")


@collects(FLEXIBILITY)
def flexibility(actor: Actor) -> Found:
    """What measures are right here was weighed: size, capability, cost and risks, in writing."""
    text = written(actor, FLEXIBILITY)
    analysis = analyses_of(actor).filter(signed_at__isnull=False).first()
    decided = sum(each.in_force is not None for each in specifications_of(actor))
    signed_at = analysis.signed_at if analysis else None
    return judged(
        "What is reasonable here was weighed in a signed risk analysis, and in"
        f" {counted(decided, 'decision')} on specifications.",
        text.lack,
        missing(
            signed_at is None,
            "No risk analysis is signed.",
            "Draw up the risk analysis from the register, and sign it.",
        ),
        weak(
            signed_at and signed_at < timezone.now() - _ANALYSED_WITHIN,
            "The risk analysis is older than a year.",
            "Review the register, and draw up and sign the analysis anew.",
        ),
        weak(
            not decided,
            "No addressable specification was decided on.",
            "Decide on the addressable specifications, with reasons.",
        ),
        figures=(
            Figure("Risk analysis signed on", signed_at.date().isoformat() if signed_at else None),
            Figure("Addressable specifications decided", decided),
            *text.figures,
        ),
        ledger=(*entries_about(actor, [analysis.id] if analysis else []), *text.ledger),
    )


def _together(parts: Parts, kind: str) -> Found:
    """As bad as the worst; in numbers, since their own pages say what is wrong with each."""
    many = Counter(part.status for part in parts.values())
    apply = len(parts) - many[Status.NOT_APPLICABLE]
    return judged(
        f"All {counted(apply, kind)} that apply are met.",
        missing(many[Status.NOT_MET], f"{counted(many[Status.NOT_MET], kind)} not met.", _SEE),
        unknown(
            many[Status.NOT_EVALUATED],
            f"{counted(many[Status.NOT_EVALUATED], kind)} not evaluated.",
            _SEE,
        ),
        weak(
            many[Status.ATTENTION],
            f"{counted(many[Status.ATTENTION], kind)} in need of attention.",
            _SEE,
        ),
        figures=(
            Figure("Met", many[Status.MET], f"of {apply}"),
            Figure("Need attention", many[Status.ATTENTION]),
            Figure("Not met", many[Status.NOT_MET]),
            Figure("Not evaluated", many[Status.NOT_EVALUATED]),
            Figure("Do not apply", many[Status.NOT_APPLICABLE]),
        ),
        ledger=[entry for part in parts.values() for entry in part.ledger[:1]],
    )


_SEE = "See to each on its own page, the worst first."
