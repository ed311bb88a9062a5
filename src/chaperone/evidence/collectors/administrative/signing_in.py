"""Log-in monitoring and password management (45 CFR 164.308(a)(5)(ii)(C)-(D))."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.accounts.events import (
    PASSWORD_CHANGED,
    SIGN_IN_FAILED,
    SIGN_IN_LOCKED,
    SIGN_IN_REFUSED,
    SIGN_IN_SUCCEEDED,
)
from chaperone.accounts.passwords import policy_in
from chaperone.accounts.queries import without_factor
from chaperone.detection.rules.rule import rules
from chaperone.detection.tuning.queries import tunings_of
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.collectors.administrative.training import LOG_IN, PASSWORDS
from chaperone.evidence.judging import counted, judged, missing, people, unknown, weak
from chaperone.evidence.watched import not_looked_at, unattended
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.ledger.queries.searching import find_ids
from chaperone.organizations.events import SETTING_CHANGED
from chaperone.workforce.queries.people import people as register
from chaperone.workforce.queries.people import working

SINCE = timedelta(days=30)
MOST_COUNTED = 1_000
_UNSUCCESSFUL = (SIGN_IN_FAILED, SIGN_IN_REFUSED, SIGN_IN_LOCKED)
_SHOWN = 6
_LEAST, _LEAST_KINDS = 12, 3


@collects(LOG_IN)
def log_in_monitoring(actor: Actor) -> Found:
    """Sign-ins are on record, those that failed as well, and wrong tries close an account."""
    text, since = written(actor, LOG_IN), timezone.now() - SINCE
    good = _ids(actor, since, SIGN_IN_SUCCEEDED)
    bad = _ids(actor, since, *_UNSUCCESSFUL)
    ours = {rule.name for rule in rules() if any(LOG_IN in each for each in rule.sources)}
    off = ours & {name for name, tuned in tunings_of(actor).items() if tuned.off}
    waiting = unattended(actor, ours)
    return judged(
        "Sign-ins and those that failed are on record and looked at.",
        text.lack,
        unknown(
            not good and not bad,
            "Nobody has tried to sign in for a month, so that nothing can be shown.",
            "Sign in; each try is on record from then on.",
        ),
        not_looked_at(actor),
        missing(
            ours == off,
            "Every rule that looks at sign-ins is switched off.",
            "Switch the rules on again.",
        ),
        weak(
            off,
            f"Of the rules that look at sign-ins {len(off)} of {len(ours)} are switched off.",
            "Switch the rule on again once its reason is over.",
        ),
        weak(
            waiting,
            f"Nobody has taken up {counted(waiting, 'alert')} about sign-ins for a week.",
            "Look into each alert, and close it with a verdict.",
        ),
        figures=(
            Figure("Sign-ins in 30 days", len(good), _at_most(good)),
            Figure("Failed, refused or closed in 30 days", len(bad), _at_most(bad)),
            Figure("Rules that look at them", len(ours - off), f"of {len(ours)}"),
            Figure("Alerts nobody has taken up for a week", waiting),
            *text.figures,
        ),
        ledger=(*bad[:_SHOWN], *good[:_SHOWN], *text.ledger),
    )


@collects(PASSWORDS)
def passwords(actor: Actor) -> Found:
    """What is asked of passwords, and that a second factor stands beside each of them."""
    text = written(actor, PASSWORDS)
    asked = policy_in(actor.organization_id, beside_factor=lambda: False)
    here = list(working(register(actor)).values_list("user_id", flat=True))
    alone = len(without_factor(here))
    return judged(
        "Passwords follow the rules that are set, and a second factor stands beside each.",
        text.lack,
        missing(
            not here,
            "Nobody stands on the register of people.",
            "Give people their roles by a request; they come onto the register with it.",
        ),
        missing(
            asked.length < _LEAST and asked.classes < _LEAST_KINDS,
            "The rules for passwords that were set allow short and simple ones.",
            "Choose the rules of NIST, or ask for longer passwords.",
        ),
        weak(
            alone,
            f"There is no second factor of {people(alone)} who can sign in.",
            "Remind them; until then they see no member's data.",
        ),
        figures=(
            Figure("Shortest password", asked.length, "characters"),
            Figure("Kinds of characters", asked.classes),
            Figure("Expires after", asked.expiry_days or "never", "days"),
            Figure("Earlier passwords refused", asked.remembered),
            Figure("Without a second factor", alone, "people"),
            *text.figures,
        ),
        ledger=(
            *find_ids(actor, limit=_SHOWN, event=PASSWORD_CHANGED.name),
            *find_ids(actor, limit=_SHOWN, event=SETTING_CHANGED.name),
            *text.ledger,
        ),
    )


def _ids(actor: Actor, since: datetime, *events: Event) -> list[UUID]:
    names = [each.name for each in events]
    return find_ids(actor, limit=MOST_COUNTED, events=names, since=since)


def _at_most(ids: list[UUID]) -> str:
    return "or more" if len(ids) == MOST_COUNTED else ""
