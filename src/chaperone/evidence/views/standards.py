"""How do we stand? All standards, and having them computed now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.documents import charts
from chaperone.evidence.collecting import Status
from chaperone.evidence.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.evidence.freezing.actions import ask_collection
from chaperone.evidence.freezing.errors import AlreadyCollecting
from chaperone.evidence.freezing.queries import Point, latest_collection, latest_day, trend
from chaperone.evidence.models import Collection
from chaperone.evidence.shown import counts, families, first_of, lines, people_in, share_met

_FIRST = 5
_SHOWN = (Status.MET, Status.ATTENTION, Status.NOT_MET, Status.NOT_EVALUATED)


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
        **_pictures(trend(actor)),
    }
    return render(request, "evidence/standards.html", context)


@require_POST
@requires(READ, purpose=PURPOSE)
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


def _pictures(points: list[Point]) -> dict[str, Any]:
    if not points:
        return {"points": []}
    shares = [share_met(point) for point in points]
    name = f"Share of standards that are met, {points[0].on:%Y-%m-%d} to {points[-1].on:%Y-%m-%d}"
    series = {
        status.label: [float(point.statuses.get(status, 0)) for point in points]
        for status in _SHOWN
    }
    labels = [f"{point.on:%b} {point.on.day}" for point in points]
    return {
        "points": points,
        "share": round(shares[-1]),
        "share_before": round(shares[0]),
        "spark": charts.sparkline(name, shares, most=100),
        "columns": charts.columns("Standards by status on each day", labels, series),
    }
