"""Evidence of an incident: files with their hashes, and through whose hands each went."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.incidents.cases.files import KIND
from chaperone.incidents.cases.pages import head_of, reach
from chaperone.incidents.cases.queries.custody import custody_of
from chaperone.incidents.frame import PURPOSE, READ
from chaperone.registers.queries.attachments import attachments_of


@require_GET
@requires(READ, purpose=PURPOSE)
def files(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Which files show what happened, and who had them in hand?"""
    found = reach(request.actor, incident_id)
    head = head_of(request.actor, found)
    context = head | {
        "attachments": attachments_of(request.actor, found.id),
        "kind": KIND,
        "record": found.id,
        "may_attach": head["may_change"],
        "custody": custody_of(request.actor, found),
    }
    return render(request, "incidents/files.html", context)
