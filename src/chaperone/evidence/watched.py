"""Whether somebody looks at the record as it grows (45 CFR 164.308(a)(1)(ii)(D), 164.312(b))."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone

from chaperone.detection.alerts.queries.alerts import OPEN, alerts_of
from chaperone.detection.scanning.cursors import caught_up_at
from chaperone.evidence.judging import Lack, missing
from chaperone.ledger.actors import Actor

STALE = timedelta(hours=1)
UNATTENDED = timedelta(days=7)


def not_looked_at(actor: Actor) -> Lack | None:
    """What is wrong where the rules have not seen the record for an hour."""
    seen = caught_up_at(actor)
    return missing(
        seen is None or seen < timezone.now() - STALE,
        "The rules that look for suspicious activity have not seen the whole record"
        f" {_since(seen)}.",
        "Whoever runs the installation sees whether a worker runs.",
    )


def unattended(actor: Actor, rules: Collection[str] | None = None) -> int:
    """How many alerts nobody has taken up for a week; of these rules, where any are named."""
    rows = alerts_of(actor).filter(
        OPEN, state="new", explained_by="", raised_at__lt=timezone.now() - UNATTENDED
    )
    return (rows if rules is None else rows.filter(rule__in=list(rules))).count()


def _since(seen: datetime | None) -> str:
    return f"since {seen:%Y-%m-%d %H:%M} UTC" if seen else "yet"
