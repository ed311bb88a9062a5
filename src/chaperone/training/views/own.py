"""One's own training: what to take, taking it, certificates, security notes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, signed_in
from chaperone.access.errors import NotReachable
from chaperone.documents.markdown import as_html
from chaperone.documents.rendering import render as set_pdf
from chaperone.registers.answers import sent
from chaperone.training.actions.assigning import CLEARANCE
from chaperone.training.actions.notes import read_note
from chaperone.training.actions.taking import answer, begin, note_page_read
from chaperone.training.errors import AlreadyAnswered, NoSuchAssignment, OutOfTurn
from chaperone.training.forms import AnswerForm
from chaperone.training.models import Attempt
from chaperone.training.printing import document
from chaperone.training.queries import assignments


@require_GET
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What must I take, and what have I passed?"""
    actor = request.actor
    context = {
        "lines": assignments.mine(actor, actor.user_id),
        "certificates": assignments.certificates_of(actor, actor.user_id),
        "notes": assignments.unread_notes(actor, actor.user_id),
        "until": actor.clearances.get(CLEARANCE),
        "may_read": actor.may("training.read"),
    }
    return render(request, "training/mine.html", context)


@require_POST
@signed_in
def take(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    """Begins, or goes on where it was left."""
    with _reached():
        attempt = begin(actor=request.actor, assignment_id=assignment_id)
    return _onward(attempt)


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: SignedInRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """One page of a course; sending it says that it was read."""
    with _reached():
        if request.method == "POST":
            attempt = note_page_read(actor=request.actor, attempt_id=attempt_id, number=number)
            if number < len(attempt.version.pages):
                return redirect("training:page", attempt_id=attempt.id, number=number + 1)
            return _onward(attempt)
        attempt = assignments.attempt_of(request.actor, attempt_id)
        pages = attempt.version.pages
        if not 1 <= number <= min(attempt.read_pages + 1, len(pages)):
            return _onward(attempt)
    context = _place(attempt, number, len(pages)) | {
        "title": pages[number - 1]["title"],
        "text": mark_safe(as_html(pages[number - 1]["text"])),  # noqa: S308  without HTML
    }
    return render(request, "training/page.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def question(request: SignedInRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """One question; once it is answered, what is right and why."""
    with _reached():
        attempt = assignments.attempt_of(request.actor, attempt_id)
        questions = attempt.version.questions
        if not 1 <= number <= len(questions):
            return _onward(attempt)
        asked = questions[number - 1]
        form = AnswerForm(sent(request), choices=asked["choices"])
        if form.is_bound and form.is_valid():
            try:
                answer(
                    actor=request.actor,
                    attempt_id=attempt_id,
                    number=number,
                    choice=form.cleaned_data["choice"],
                )
            except (OutOfTurn, AlreadyAnswered) as problem:
                messages.warning(request, str(problem))
                return _onward(attempt)
            return redirect("training:question", attempt_id=attempt_id, number=number)
        if _too_early(attempt, number):
            return _onward(attempt)
    context = _place(attempt, number, len(questions)) | {
        "form": form,
        "asked": asked,
        "given": _given(attempt, asked, number),
    }
    return render(request, "training/question.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def result(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """How it went, and what comes next."""
    with _reached():
        attempt = assignments.attempt_of(request.actor, attempt_id)
    if attempt.finished_at is None:
        return _onward(attempt)
    context = {
        "attempt": attempt,
        "course": attempt.assignment.course,
        "certificate": getattr(attempt, "certificate", None) if attempt.passed else None,
        "cleared_until": request.actor.clearances.get(CLEARANCE),
    }
    return render(request, "training/result.html", context)


@require_GET
@signed_in
def certificate(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """A certificate as PDF: one's own, or of anybody for who may see who passed what."""
    actor = request.actor
    with _reached():
        found = assignments.certificate_of(actor, certificate_id)
    if found.user_id != actor.user_id and not actor.may("training.read"):
        raise NotReachable("There is no such certificate of yours.")
    zone = ZoneInfo(request.organization.time_zone)
    printed = set_pdf(document(found, organization=request.organization.name, zone=zone))
    name = f"certificate-of-training-{found.id}.pdf"
    return HttpResponse(
        printed,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@signed_in
def note_read(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """A security note was read."""
    with _reached():
        read_note(actor=request.actor, note_id=note_id)
    return redirect("training:mine")


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (NoSuchAssignment, OutOfTurn) as problem:
        raise NotReachable(str(problem)) from problem


def _onward(attempt: Attempt) -> HttpResponse:
    """To what comes next in a try."""
    if attempt.finished_at is not None:
        return redirect("training:result", attempt_id=attempt.id)
    if attempt.read_pages < len(attempt.version.pages):
        return redirect("training:page", attempt_id=attempt.id, number=attempt.read_pages + 1)
    return redirect("training:question", attempt_id=attempt.id, number=len(attempt.answers) + 1)


def _too_early(attempt: Attempt, number: int) -> bool:
    return attempt.read_pages < len(attempt.version.pages) or number > len(attempt.answers) + 1


def _place(attempt: Attempt, number: int, count: int) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "course": attempt.assignment.course,
        "number": number,
        "count": count,
        "before": number - 1,
        "after": number + 1 if number < count else 0,
    }


def _given(attempt: Attempt, asked: dict[str, Any], number: int) -> dict[str, Any] | None:
    """What was answered, and what is right; None where it is still to be answered."""
    if number > len(attempt.answers):
        return None
    choice = attempt.answers[number - 1]
    return {
        "choice": asked["choices"][choice],
        "right": choice == asked["answer"],
        "answer": asked["choices"][asked["answer"]],
        "why": asked["why"],
    }
