"""How would we stand to what is proposed? A page of its own: no figure of it is one of the rule
in force.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.evidence.collecting import Status
from chaperone.evidence.frame import PURPOSE, READ, TABS
from chaperone.evidence.freezing.queries import readings
from chaperone.evidence.proposing import counts, foreseen
from chaperone.standards.proposed import notice


@require_GET
@requires(READ, purpose=PURPOSE)
def proposed(request: SignedInRequest) -> HttpResponse:
    """Every rule of the notice, and how the organization would stand to it."""
    found = readings(request.actor)
    rules = foreseen({citation: Status(each.status) for citation, each in found.items()})
    context = {
        "tabs": TABS,
        "notice": notice(),
        "rules": rules,
        "counts": counts(rules),
        "computed_at": max((each.collected_at for each in found.values()), default=None),
    }
    return render(request, "evidence/proposed.html", context)
