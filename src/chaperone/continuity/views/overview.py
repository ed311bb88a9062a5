"""Could we come back today, how fast, and what would we lose?"""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.continuity.drills.choosing import latest_backup, next_drill
from chaperone.continuity.drills.figures import about, figures_of
from chaperone.continuity.drills.queries.drills import latest_whole
from chaperone.continuity.drills.queries.exercises import (
    latest_by_people,
    latest_restore,
    verdict_of,
)
from chaperone.continuity.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.continuity.models import Drill
from chaperone.continuity.plans import plans_of
from chaperone.continuity.readiness import Known, judged
from chaperone.continuity.recovery.lengths import as_length
from chaperone.continuity.recovery.queries.contacts import (
    digest_of,
    latest_put_away,
    whom_to_call,
)
from chaperone.continuity.recovery.queries.systems import borne_by, order_of

_SHOWN = 5
PROPOSED_HOURS = 72
"""The 2025 notice of proposed rulemaking (90 FR 898, 6 January 2025) would ask for written
procedures to restore what is critical within 72 hours of the loss. Proposed: no law yet.
"""


@require_GET
@requires(READ, purpose=PURPOSE)
def overview(request: SignedInRequest) -> HttpResponse:
    """The answer, and all that it rests on."""
    actor, now = request.actor, timezone.now()
    backup, whole, last = latest_backup(), latest_whole(), latest_restore(actor)
    bears = borne_by(actor)
    order, called, kept = order_of(actor), whom_to_call(actor), latest_put_away(actor)
    known = Known(
        backup_at=backup.made_at if backup else None,
        drill_at=last.drill.started_at if last and last.drill else None,
        verdict=verdict_of(last) if last else "",
        whole_at=whole.started_at if whole else None,
    )
    context = {
        "tabs": TABS,
        "answer": judged(known, now),
        "backup": backup,
        "backup_age": about(now - backup.made_at) if backup else "",
        "last": last,
        "figures": figures_of(last) if last else None,
        "verdict": known.verdict,
        "may_take": as_length(bears.outage_minutes) if bears else "",
        "may_lose": as_length(bears.loss_minutes) if bears else "",
        "next_drill": next_drill(now),
        "order": order[:_SHOWN],
        "more": max(len(order) - _SHOWN, 0),
        "called": called[:_SHOWN],
        "more_called": max(len(called) - _SHOWN, 0),
        "kept": kept,
        "right": kept is not None and kept.sha256 == digest_of(called),
        "plans": plans_of(actor),
        "exercised": latest_by_people(actor),
        "proposed": _proposed(whole),
        "may_change": actor.may(MANAGE),
    }
    return render(request, "continuity/overview.html", context)


def _proposed(whole: Drill | None) -> dict[str, Any]:
    """How the last drill that worked stands beside the 72 hours that are proposed."""
    if whole is None or whole.took is None:
        return {"hours": PROPOSED_HOURS, "state": "unproven", "took": ""}
    within = whole.took <= timedelta(hours=PROPOSED_HOURS)
    state = "within" if within else "beyond"
    return {"hours": PROPOSED_HOURS, "state": state, "took": about(whole.took)}
