"""How do we stand? All standards, and having them computed now."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.evidence.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.evidence.freezing.actions import ask_collection
from chaperone.evidence.freezing.errors import AlreadyCollecting
from chaperone.evidence.freezing.queries import latest_collection, latest_day, trend
from chaperone.evidence.models import Collection
from chaperone.evidence.pictures import pictures_of
from chaperone.evidence.shown import counts, families, first_of, lines, people_in

_FIRST = 5


@require_GET
@requires(READ, purpose=PURPOSE)
def standards(request: SignedInRequest) -> HttpResponse:
    """All standards by family, with what is to be done first."""
    actor = request.actor
    found = lines(actor)
    collection = latest_collection(actor)
    computed = [line.reading.collected_at for line in found if line.reading]
    people = people_in(found)
    context = {
        "tabs": TABS,
        "families": families(found),
        "counts": counts(found),
        "total": len(found),
        "met": sum(line.stands for line in found),
        "first": first_of(found, _FIRST),
        "names": names_of(people) if people else {},
        "computed_at": max(computed, default=None),
        "day": latest_day(actor),
        "collection": collection,
        "collecting": collection is not None and collection.state != Collection.State.DONE,
        "version": version_of(collection),
        "may_manage": actor.may(MANAGE),
        **pictures_of(trend(actor)),
    }
    return render(request, "evidence/standards.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def collect(request: SignedInRequest) -> HttpResponse:
    """Has a worker compute everything now."""
    try:
        ask_collection(actor=request.actor)
    except AlreadyCollecting as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "A worker computes every standard now. You may leave this page.")
    return redirect("evidence:standards")


@require_GET
@requires(READ, purpose=PURPOSE)
def collecting(request: SignedInRequest) -> HttpResponse:
    """The word that moves when the collection does."""
    return JsonResponse({"version": version_of(latest_collection(request.actor))})


def version_of(collection: Collection | None) -> str:
    """Another one whenever there is something else to show."""
    return f"{collection.id} {collection.state}" if collection else ""
