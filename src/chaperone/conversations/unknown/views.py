"""Texts from numbers that belong to no member: which wait, what they say, whose they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.conversations.paging.queries import ANSWER, UNKNOWN, open_pages
from chaperone.conversations.unknown import queries
from chaperone.conversations.unknown.actions import decide
from chaperone.conversations.unknown.forms import DismissForm, MoveForm
from chaperone.members.actions import look_up
from chaperone.members.forms import SearchForm

NOBODY_FOUND = "None of the members you can reach has this number on record."


@require_GET
@requires(UNKNOWN)
def numbers(request: SignedInRequest) -> HttpResponse:
    """Which numbers wrote, the most urgent first. Opens nothing."""
    context = {
        "numbers": queries.waiting_numbers(request.actor),
        "dismissed": queries.dismissed_lately(request.actor),
        "pages": open_pages(request.actor, unknown=True) if request.actor.may(ANSWER) else [],
    }
    return render(request, "conversations/unknown/numbers.html", context)


@require_GET
@requires(UNKNOWN)
def open_count(request: SignedInRequest) -> HttpResponse:
    """How many numbers wait, for the navigation."""
    return JsonResponse({"count": len(queries.waiting_numbers(request.actor))})


@require_GET
@requires(UNKNOWN)
def number(request: SignedInRequest, unknown_id: UUID) -> HttpResponse:
    """What a number wrote, opened before the witness."""
    return _number(request, unknown_id)


@require_POST
@requires(UNKNOWN)
def find(request: SignedInRequest, unknown_id: UUID) -> HttpResponse:
    """The member with the number on record, to be confirmed before anything moves."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        problem = str(form.errors["phone"][0])
        return _number(request, unknown_id, problem=problem, status=422)
    found = look_up(actor=request.actor, number=form.cleaned_data["phone"])
    if found is None or found.destroyed_at:
        return _number(request, unknown_id, problem=NOBODY_FOUND, status=422)
    context = {
        "thread": queries.thread_of(request.actor, unknown_id),
        "member": found,
        "form": MoveForm(initial={"member": found.id}),
    }
    return render(request, "conversations/unknown/confirm.html", context)


@require_POST
@requires(UNKNOWN)
def move(request: SignedInRequest, unknown_id: UUID) -> HttpResponse:
    """The texts are this member's; to their thread."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise NotReachable("There is no such member among those you can reach.")
    member_id = form.cleaned_data["member"]
    decide.move(actor=request.actor, text_id=unknown_id, member_id=member_id)
    messages.success(request, "The texts are in this thread now, at the time they came.")
    return redirect("conversations:thread", conversation_id=member_id)


@require_POST
@requires(UNKNOWN)
def dismiss(request: SignedInRequest, unknown_id: UUID) -> HttpResponse:
    """The texts are nobody's here, for a reason."""
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _number(request, unknown_id, dismissing=form, status=422)
    decide.dismiss(actor=request.actor, text_id=unknown_id, why=form.cleaned_data["why"])
    messages.success(request, "Dismissed. You can take it back below for a week.")
    return redirect("unknown:numbers")


@require_POST
@requires(UNKNOWN)
def take_back(request: SignedInRequest, unknown_id: UUID) -> HttpResponse:
    """Dismissed texts wait again."""
    decide.take_back(actor=request.actor, text_id=unknown_id)
    messages.success(request, "They wait again.")
    return redirect("unknown:number", unknown_id=unknown_id)


def _number(
    request: SignedInRequest,
    unknown_id: UUID,
    *,
    problem: str = "",
    dismissing: DismissForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "thread": queries.thread_of(request.actor, unknown_id),
        "problem": problem,
        "phone": request.POST.get("phone", ""),
        "form": dismissing or DismissForm(),
    }
    return render(request, "conversations/unknown/number.html", context, status=status)
