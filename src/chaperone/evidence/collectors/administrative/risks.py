"""Security management: risk analysis and risk management (45 CFR 164.308(a)(1)(i)-(ii)(B))."""

from collections.abc import Iterable
from datetime import timedelta

from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.queries.history import entries_about
from chaperone.risks import standing
from chaperone.risks.findings.queries.findings import findings_of, in_state
from chaperone.risks.models import Asset
from chaperone.risks.models.findings import Severity
from chaperone.risks.queries.analyses import analyses_of
from chaperone.risks.queries.assets import inventory_of
from chaperone.risks.queries.risks import register_of, review_due, standings_of

PROCESS = "164.308(a)(1)(i)"
ANALYSIS, MANAGEMENT = "164.308(a)(1)(ii)(A)", "164.308(a)(1)(ii)(B)"
SANCTIONS, ACTIVITY = "164.308(a)(1)(ii)(C)", "164.308(a)(1)(ii)(D)"
YEARLY = timedelta(days=365)
_HIGH = 4
_SHOWN = 50
_GRAVE = (Severity.CRITICAL, Severity.HIGH)


@summarizes(PROCESS, ANALYSIS, MANAGEMENT, SANCTIONS, ACTIVITY)
def process(actor: Actor, parts: Parts) -> Found:
    """All four of it, under a policy of its own."""
    text = written(actor, PROCESS)
    own = judged(
        "Risks are analysed and managed, rules have consequences, and activity is reviewed.",
        text.lack,
        figures=text.figures,
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(ANALYSIS)
def analysis(actor: Actor) -> Found:
    """An analysis of this year is signed, and nothing that holds ePHI came after it."""
    text, today = written(actor, ANALYSIS), today_of(actor)
    last = analyses_of(actor).filter(signed_at__isnull=False).first()
    holding = inventory_of(actor).filter(
        retired_at=None, gone_at=None, holds__in=(Asset.Holds.YES, Asset.Holds.PASSES)
    )
    since = holding.filter(recorded_at__gt=last.drawn_up_at).count() if last else 0
    standings = standings_of(actor, today)
    unjudged = standings.get(standing.UNASSESSED, 0)
    return judged(
        "The analysis that is signed is of this year, and covers everything that holds ePHI.",
        text.lack,
        missing(
            last is None,
            "No risk analysis has been signed.",
            "Draw up the risk analysis on the page “Risks”, and have it signed.",
        ),
        missing(
            last and last.drawn_up_at.date() + YEARLY < today,
            "The last risk analysis that was signed is older than a year.",
            "Draw up and sign the next risk analysis.",
        ),
        weak(
            since,
            f"The analysis does not know {counted(since, 'asset')} with ePHI that came after it.",
            "Look at the risks of what is new, and draw up the analysis again.",
        ),
        weak(
            unjudged,
            f"Nobody has judged {counted(unjudged, 'risk')} of the register.",
            "Judge likelihood and impact of each risk.",
        ),
        figures=(
            Figure(
                "Analysis signed",
                last.signed_at.date().isoformat() if last and last.signed_at else None,
            ),
            Figure("Risks in it", last.risks if last else 0),
            Figure("Assets that hold or pass ePHI", holding.count()),
            Figure("Of these, newer than the analysis", since),
            Figure("Risks not judged", unjudged),
            *text.figures,
        ),
        ledger=(*entries_about(actor, [last.id] if last else [], most=4), *text.ledger),
    )


@collects(MANAGEMENT)
def management(actor: Actor) -> Found:
    """Each risk is treated or accepted in time, and findings are closed in time."""
    text, today = written(actor, MANAGEMENT), today_of(actor)
    standings = standings_of(actor, today)
    register = register_of(actor, today)
    high = register.filter(standing=standing.OPEN, residual_level__gte=_HIGH).count()
    late = standings.get(standing.OVERDUE, 0)
    ended = standings.get(standing.ENDED, 0)
    to_review = register.filter(review_due(today)).count()
    overdue = findings_of(actor).filter(in_state("overdue", today))
    grave, lesser = _by_gravity(overdue.values_list("severity", flat=True))
    latest = register.order_by("-recorded_at").values_list("id", flat=True)[:_SHOWN]
    judged_at_all = sum(standings.values()) - standings.get(standing.UNASSESSED, 0)
    return judged(
        "Every high risk is treated or accepted, and nothing of it is late.",
        text.lack,
        missing(
            not judged_at_all,
            "The register holds no risk that somebody judged.",
            "Adopt the starter set of risks, and judge each.",
        ),
        missing(
            high,
            f"Nobody has decided about {counted(high, 'high risk')}.",
            "Plan a treatment for each high risk, or have it accepted.",
        ),
        missing(
            grave,
            f"{counted(grave, 'critical or high finding')} should be closed by now.",
            "Close the findings that are overdue, or ask for more time.",
        ),
        weak(
            late, f"{counted(late, 'treatment')} should be done by now.", "Finish what was planned."
        ),
        weak(
            ended,
            f"The acceptance of {counted(ended, 'risk')} has ended.",
            "Treat what is not accepted any more, or have it accepted again.",
        ),
        weak(
            to_review,
            f"{counted(to_review, 'risk')} should have been looked at again.",
            "Look again at each risk whose day has passed.",
        ),
        weak(
            lesser,
            f"{counted(lesser, 'lesser finding')} should be closed by now.",
            "Close the findings that are overdue, or ask for more time.",
        ),
        figures=(
            Figure("Risks open", sum(standings.values()) - standings.get(standing.CLOSED, 0)),
            Figure("High risks that nobody decided about", high),
            Figure("Treatments late", late),
            Figure("Acceptances ended", ended),
            Figure("Reviews late", to_review),
            Figure("Findings late", grave + lesser),
            *text.figures,
        ),
        ledger=(
            *entries_about(actor, list(latest)),
            *text.ledger,
        ),
    )


def _by_gravity(severities: Iterable[str]) -> tuple[int, int]:
    found = list(severities)
    grave = sum(each in _GRAVE for each in found)
    return grave, len(found) - grave
