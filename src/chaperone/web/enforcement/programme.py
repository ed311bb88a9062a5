"""Clearances and deadlines of the programme, as the organization has set them."""

from chaperone.access.settings import GRACE
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS
from chaperone.web.enforcement.claims import Enforced
from chaperone.web.enforcement.wording import counted

_SETTINGS = "administration:settings"


def _grace(actor: Actor) -> str:
    days = {name: value_of(setting, actor.organization_id) for name, setting in GRACE.items()}
    given = [f"{name} {counted(number, 'day')}" for name, number in days.items() if number]
    return ", ".join(given) or "none"


CLAIMS = (
    Enforced("clearances.grace", "Time of grace for newcomers", _grace, _SETTINGS),
    Enforced(
        "policies.acknowledged_for",
        "How long an acknowledgement counts",
        lambda actor: counted(value_of(ACKNOWLEDGED_MONTHS, actor.organization_id), "month"),
        _SETTINGS,
    ),
)
