"""Drills, and what must come back in which order."""

from pathlib import Path

from django.conf import settings

from chaperone.continuity.drills.errors import WrongSettings
from chaperone.continuity.drills.figures import figures_of
from chaperone.continuity.drills.queries.exercises import latest_restore, verdict_of
from chaperone.continuity.drills.settings import read_settings
from chaperone.continuity.recovery.lengths import as_length
from chaperone.continuity.recovery.queries.systems import (
    borne_by,
    latest_analysis,
    order_of,
    text_of,
)
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.registry import Enforcement
from chaperone.web.enforcement.wording import lasting

_ORDER = "continuity:recovery:order"
_VERDICTS = {
    "met": "within what may be",
    "slow": "later than may be",
    "lossy": "losing more than may be",
    "both": "later, and losing more, than may be",
    "untold": "nobody has said what may be",
    "failed": "it failed",
}


def _every(_actor: Actor) -> str:
    try:
        every = read_settings(Path(settings.CHAPERONE_DATA)).every
    except WrongSettings:
        return "not at all: config.json is wrong"
    return f"every {lasting(every)}" if every else "by hand only"


def _came_back(actor: Actor) -> str:
    last = latest_restore(actor)
    return _VERDICTS[verdict_of(last)] if last else "not tried yet"


def _figures(actor: Actor) -> str:
    last = latest_restore(actor)
    if last is None:
        return "No drill has run yet."
    found = figures_of(last)
    if not found.took:
        return f"Drill of {last.held_on:%Y-%m-%d}: failed."
    return (
        f"Drill of {last.held_on:%Y-%m-%d}: everything back after {found.took}"
        f" (may be {found.may_take or 'not said'}), {found.lost} would have been lost"
        f" (may be {found.may_lose or 'not said'})."
    )


def _may_be_away(actor: Actor) -> str:
    bears = borne_by(actor)
    return as_length(bears.outage_minutes) if bears else "nobody has said"


def _may_be_lost(actor: Actor) -> str:
    bears = borne_by(actor)
    return as_length(bears.loss_minutes) if bears else "nobody has said"


def _signed(actor: Actor) -> str:
    analysis = latest_analysis(actor)
    if analysis is None:
        return "not signed"
    if analysis.text != text_of(order_of(actor)):
        return "changed since it was signed"
    return "to be looked over again" if analysis.review_on < today_of(actor) else "signed as it is"


CLAIMS = (
    Enforcement(
        "drills.every", "How often a backup is restored on trial", _every, "continuity:overview"
    ),
    Enforcement(
        "drills.came_back",
        "How the last drill brought everything back",
        _came_back,
        "continuity:drills:register",
        _figures,
    ),
    Enforcement(
        "recovery.may_be_away", "How long the most urgent may be away", _may_be_away, _ORDER
    ),
    Enforcement(
        "recovery.may_be_lost", "Of how long the most urgent data may be lost", _may_be_lost, _ORDER
    ),
    Enforcement("recovery.signed", "The table of what matters most", _signed, _ORDER),
)
