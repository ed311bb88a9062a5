"""Taking over risks of the starter set: what threatens this platform as it is."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.enter import enter_risk
from chaperone.risks.errors import NothingToAdopt
from chaperone.risks.models import Risk
from chaperone.risks.queries.starters import starters_left

_YEAR = timedelta(days=365)
_WHY = "As the starter set judges it for this platform; judge it anew for your organization."


@transaction.atomic
def adopt_starters(*, actor: Staff, keys: Collection[str], owner_id: UUID | None) -> list[Risk]:
    """Enters these risks of the starter set, judged as it judges them, to be reviewed in a year.

    ``owner_id`` owns all of them. The caller has checked ``risks.manage``. Raises
    ``NothingToAdopt`` where all are in the register already, or none was chosen.
    """
    chosen = [each for each in starters_left(actor) if each.key in keys]
    if not chosen:
        raise NothingToAdopt
    review_on = today_of(actor) + _YEAR
    adopted = []
    for each in chosen:
        risk = enter_risk(
            actor=actor,
            starter=each.key,
            title=each.title,
            statement=each.statement,
            threat=each.threat,
            vulnerability=each.vulnerability,
            citations=each.citations,
            controls=each.controls,
            owner_id=owner_id,
            review_on=review_on,
        )
        scores = {
            f"{kind}_{part}": getattr(each, kind)[place]
            for kind in ("inherent", "residual")
            for place, part in enumerate(("likelihood", "impact"))
        }
        adopted.append(
            assess_risk(actor=actor, risk_id=risk.id, controls=each.controls, why=_WHY, **scores)
        )
    return adopted
