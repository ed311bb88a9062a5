"""Information system activity review (45 CFR 164.308(a)(1)(ii)(D))."""

from datetime import timedelta

from chaperone.detection.reviews.queries import reviews_of, unsigned
from chaperone.detection.rules.rule import rules
from chaperone.detection.tuning.queries import tunings_of
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.collectors.administrative.risks import ACTIVITY
from chaperone.evidence.judging import counted, judged, missing, weak
from chaperone.evidence.watched import not_looked_at, unattended
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.queries.history import entries_about

LATE = timedelta(days=14)
"""After the day on which a week's review is due: then no review is regular any more."""
_SHOWN = 4


@collects(ACTIVITY)
def activity(actor: Actor) -> Found:
    """Rules look at the record as it grows, and each week somebody signs off what they found."""
    text, today = written(actor, ACTIVITY), today_of(actor)
    signed = list(reviews_of(actor).filter(signed_at__isnull=False)[:_SHOWN])
    last = signed[0] if signed else None
    late = unsigned(actor.organization_id).filter(due_on__lt=today).count()
    waiting = unattended(actor)
    off = sum(each.off for each in tunings_of(actor).values())
    return judged(
        "Rules look at the record as it grows, and each week's activity is signed off.",
        text.lack,
        not_looked_at(actor),
        missing(
            last is None,
            "No week's activity has been signed off yet.",
            "Judge and sign the week's review on the page “Reviews of activity”.",
        ),
        missing(
            last and last.due_on + LATE < today,
            "For weeks nobody has signed off any activity.",
            "Judge and sign the reviews that wait.",
        ),
        weak(
            late,
            f"{counted(late, 'review')} of a week's activity should be signed by now.",
            "Judge and sign the reviews that wait.",
        ),
        weak(
            waiting,
            f"Nobody has taken up {counted(waiting, 'alert')} for more than a week.",
            "Look into each alert, and close it with a verdict.",
        ),
        figures=(
            Figure("Last week signed off", last.first_day.isoformat() if last else None),
            Figure("Accesses looked at in it", last.drawn if last else 0),  # type: ignore[attr-defined]
            Figure("Reviews late", late),
            Figure("Alerts nobody has taken up for a week", waiting),
            Figure("Rules in force", len(rules()) - off, f"of {len(rules())}"),
            *text.figures,
        ),
        ledger=(*entries_about(actor, [each.id for each in signed]), *text.ledger),
    )
