"""Risks that tests need: entered and judged by Samuel, who owns them unless told otherwise."""

from datetime import timedelta
from typing import Any

from chaperone.organizations.days import today_of
from chaperone.risks.actions.accept import accept_risk
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.enter import enter_risk
from chaperone.risks.models import Acceptance, Risk
from tests.cast import LAKESIDE, Person, grace, inside, samuel

DAY = timedelta(days=1)
LOW = {
    "inherent_likelihood": 4,
    "inherent_impact": 3,
    "residual_likelihood": 2,
    "residual_impact": 3,
}


def a_risk(person: Person = samuel, **values: Any) -> Risk:
    """A risk that nobody has judged yet."""
    with person.acting() as actor:
        given = {
            "title": "A printer keeps what was printed",
            "statement": "Its disk is sold with it.",
            "review_on": today_of(actor) + 90 * DAY,
            "owner_id": person.user.id,
        }
        return enter_risk(actor=actor, **given | values)


def a_judged_risk(person: Person = samuel, *, scores: Any = None, **values: Any) -> Risk:
    """A risk of a low level now."""
    risk = a_risk(person, **values)
    with person.acting() as actor:
        return assess_risk(
            actor=actor, risk_id=risk.id, controls="It is wiped.", why="Seen.", **scores or LOW
        )


def accepted(risk: Risk, person: Person = grace, *, days: int = 30) -> Acceptance:
    """Accepted by somebody whose risk it is not, for so many days."""
    with person.acting() as actor:
        return accept_risk(
            actor=actor,
            risk_id=risk.id,
            reason="It stands in a locked room.",
            until=today_of(actor) + days * DAY,
            factor="totp",
        )


def now(risk: Risk) -> Risk:
    """The risk as it stands in the database."""
    with inside(LAKESIDE):
        return Risk.objects.get(id=risk.id)
