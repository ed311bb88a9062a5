"""The weekly review: which weeks wait, and one week with its alerts, figures and sample."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.accounts.steps import ask_again
from chaperone.detection.alerts.lines import entry_line, line_of
from chaperone.detection.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.detection.models import Review
from chaperone.detection.reviews.actions import judge_access, sign_review
from chaperone.detection.reviews.errors import NoSuchReview, ReviewsError
from chaperone.detection.reviews.forms import JudgeForm
from chaperone.detection.reviews.queries import alerts_in, review_of, reviews_of, sample_of
from chaperone.detection.reviews.text import text_of
from chaperone.detection.reviews.weeks import Week
from chaperone.ledger.queries import opened_rows
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.lists import Listing
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every week, newest first."""
    listing = Listing(request, reviews_of(request.actor))
    today = today_of(request.actor)
    names = names_of({row.signed_by for row in listing.rows if row.signed_by})
    context = {
        "tabs": TABS,
        "listing": listing,
        "lines": [
            {
                "review": row,
                "last_day": last_day(row),
                "state": state_of(row, today),
                "signed_by": names.get(row.signed_by, LEFT) if row.signed_by else "",
            }
            for row in listing.rows
        ],
    }
    return render(request, "detection/reviews/register.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def review(request: SignedInRequest, review_id: UUID) -> HttpResponse:
    """One week."""
    return _page(request, review_id, None)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def judge(request: SignedInRequest, review_id: UUID, access_id: UUID) -> HttpResponse:
    """Says whether an access of the sample is fine."""
    _reach(request, review_id)
    form = JudgeForm(request.POST)
    if form.is_valid():
        try:
            judge_access(
                actor=request.actor, review_id=review_id, access_id=access_id, **form.cleaned_data
            )
        except NoSuchReview as problem:
            raise NotReachable(str(problem)) from problem
        except ReviewsError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("detection:reviews:review", review_id=review_id)
    return _page(request, review_id, (access_id, form), status=400)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def sign(request: SignedInRequest, review_id: UUID) -> HttpResponse:
    """Shows what is signed, word for word, and signs it."""
    found = _reach(request, review_id)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    if request.method == "POST":
        try:
            sign_review(actor=request.actor, review_id=review_id, factor=factor)
        except ReviewsError as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, "Signed with your name. The next week comes on Monday.")
        return redirect("detection:reviews:review", review_id=review_id)
    actor = request.actor
    text = text_of(found, alerts_in(actor, found), sample_of(actor, found), own=actor.user_id)
    context = {"tabs": TABS, "review": found, "text": text}
    return render(request, "detection/reviews/sign.html", context)


def state_of(review: Review, today: Any) -> str:
    """Where a review stands: ``signed``, ``asking`` (signed, with lines that wait), ``overdue`` or
    ``waiting``.
    """
    if review.signed_at:
        waits = review.left + review.to_ask  # type: ignore[attr-defined]  # annotated by the query
        return "asking" if waits else "signed"
    return "overdue" if review.due_on < today else "waiting"


def last_day(review: Review) -> Any:
    """The Sunday of the week."""
    return Week(review.first_day, review.since, review.until).last_day


def _page(
    request: SignedInRequest,
    review_id: UUID,
    wrong: tuple[UUID, JudgeForm] | None,
    status: int = 200,
) -> HttpResponse:
    found, actor = _reach(request, review_id), request.actor
    sample, alerts = sample_of(actor, found), alerts_in(actor, found)
    rows = {row.id: row for row in opened_rows(actor, [line.entry_id for line in sample])}
    people = {line.actor_id for line in sample} | {line.judged_by for line in sample}
    people |= {found.signed_by, *(alert.actor_id for alert in alerts)}
    names = names_of({each for each in people if each})
    may_judge = actor.may(MANAGE)
    lines = [
        {
            "access": line,
            "who": names.get(line.actor_id, LEFT),
            "entry": entry_line(rows[line.entry_id]) if line.entry_id in rows else None,
            "place": rows[line.entry_id].details.get("place", "") if line.entry_id in rows else "",
            "note": line.note.reveal() if line.note else "",
            "judged_by": names.get(line.judged_by, LEFT) if line.judged_by else "",
            "own": line.actor_id == actor.user_id,
            "open": may_judge and line.verdict in ("", "ask") and line.actor_id != actor.user_id,
            "form": wrong[1] if wrong and wrong[0] == line.id else None,
        }
        for line in sample
    ]
    left = sum(not line.verdict for line in sample if line.actor_id != actor.user_id)
    context = {
        "tabs": TABS,
        "review": found,
        "last_day": last_day(found),
        "lines": lines,
        "alerts": [line_of(alert, names) for alert in alerts if not alert.explained_by],
        "explained": sum(bool(alert.explained_by) for alert in alerts),
        "left": left,
        "own": sum(not line.verdict for line in sample if line.actor_id == actor.user_id),
        "may_judge": may_judge,
        "may_search": actor.may("ledger.read"),
        "signed_by": names.get(found.signed_by, LEFT) if found.signed_by else "",
        "signatures": signatures_of(actor, found.id),
        "changes": history_of(actor, found.id),
        "form": wrong[1] if wrong else JudgeForm(),
    }
    return render(request, "detection/reviews/review.html", context, status=status)


def _reach(request: SignedInRequest, review_id: UUID) -> Review:
    try:
        return review_of(request.actor, review_id)
    except NoSuchReview as problem:
        raise NotReachable(str(problem)) from problem
