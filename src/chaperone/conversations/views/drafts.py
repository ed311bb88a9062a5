"""What coaches made of the assistant's drafts: how many, why, and what they sent instead."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.conversations.differing import pieces
from chaperone.conversations.forms import DaysForm
from chaperone.conversations.models import Draft
from chaperone.conversations.queries import drafts


@require_GET
@requires("conversations.read")
def decided(request: SignedInRequest) -> HttpResponse:
    """How many drafts were sent as they were, edited and discarded, and why. Opens nothing."""
    days = DaysForm(request.GET).chosen()
    found = drafts.decided(request.actor, days=days)
    return render(request, "conversations/drafts.html", decided_context(found, days=days))


def decided_context(found: drafts.Decided, *, days: int) -> dict[str, object]:
    """What the page of decided drafts shows."""
    return {
        "days": days,
        "found": found,
        "counts": [(state.label, found.states.get(state, 0)) for state in _STATES],
        "flaws": [(flaw.label, found.flaws[flaw]) for flaw in Draft.Flaw if flaw in found.flaws],
        "limit": drafts.SHOWN,
    }


_STATES = (
    Draft.State.APPROVED,
    Draft.State.EDITED,
    Draft.State.DISCARDED,
    Draft.State.OUTDATED,
)


@require_GET
@requires("conversations.read")
def compared(request: SignedInRequest, conversation_id: UUID, draft_id: UUID) -> HttpResponse:
    """One draft and what was sent instead, opened before the witness."""
    found = drafts.compared(request.actor, conversation_id=conversation_id, draft_id=draft_id)
    changes = pieces(found.proposed.open(), found.sent.open()) if found.sent else None
    context = {"draft": found, "pieces": changes}
    return render(request, "conversations/draft_compared.html", context)
