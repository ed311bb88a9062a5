"""The periodic review of everybody's access (45 CFR 164.308(a)(4)(ii)(C))."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.actions.reviews import begin_review, decide_item
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError, NotReachable
from chaperone.access.forms import ReviewItemForm
from chaperone.access.frame import shown
from chaperone.access.queries.reviews import next_review_due, review, reviews_of


@require_GET
@requires("access.review", purpose="operations")
def reviews(request: SignedInRequest) -> HttpResponse:
    """Which reviews there were, and when the next is due."""
    found = reviews_of(request.actor)
    due_at = next_review_due(found)
    context = {
        "reviews": found,
        "due_at": due_at,
        "overdue": due_at is None or due_at < timezone.now(),
    }
    return shown(request, "access/reviews.html", context)


@require_POST
@requires("access.review", purpose="operations")
def begin(request: SignedInRequest) -> HttpResponse:
    """Begins a review of everything that is in force now."""
    begun = begin_review(actor=request.actor)
    return redirect("access:review", review_id=begun.id)


@require_GET
@requires("access.review", purpose="operations")
def one(request: SignedInRequest, review_id: UUID) -> HttpResponse:
    """A review's lines, one's own list first."""
    return _page(request, review_id)


@require_POST
@requires("access.review", purpose="operations")
def decide(request: SignedInRequest, review_id: UUID, item_id: UUID) -> HttpResponse:
    """Keeps or ends what one line says."""
    form = ReviewItemForm(request.POST)
    problem = "Say why, and choose whether to keep or to end it."
    if form.is_valid():
        values = form.cleaned_data
        try:
            decide_item(
                actor=request.actor,
                item_id=item_id,
                keep=values["decision"] == "keep",
                reason=values["reason"],
            )
        except NotReachable:
            raise
        except AccessError as refusal:
            problem = str(refusal)
        else:
            return redirect("access:review", review_id=review_id)
    typed = request.POST.get("reason", "")[:500]
    return _page(request, review_id, wrong=item_id, problem=problem, typed=typed)


def _page(
    request: SignedInRequest,
    review_id: UUID,
    *,
    wrong: UUID | None = None,
    problem: str = "",
    typed: str = "",
) -> HttpResponse:
    head, items = review(request.actor, review_id)
    context = {"review": head, "items": items, "wrong": wrong, "problem": problem, "typed": typed}
    return shown(request, "access/review.html", context, status=422 if problem else 200)
