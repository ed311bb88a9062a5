"""The texts that are sent word for word: what is in force, its history, and drafts to decide on."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.conversations.models import FixedText
from chaperone.conversations.texts.actions import decide_text, write_text
from chaperone.conversations.texts.defaults import KINDS, LANGUAGES, default_text
from chaperone.conversations.texts.errors import TextsError
from chaperone.conversations.texts.queries import texts_of, versions_of
from chaperone.registers.answers import answer, sent
from chaperone.web.fixed_texts.forms import TextForm

MANAGE, PURPOSE = "texts.manage", "operations"


class Version(NamedTuple):
    """A version as its history shows it."""

    id: UUID
    body: str
    state: str
    writer: str
    written_at: Any
    decider: str
    decided_at: Any
    is_mine: bool


@require_GET
@requires(MANAGE, purpose=PURPOSE)
def texts(request: SignedInRequest) -> HttpResponse:
    """Every fixed text as it is sent now."""
    lines = [(line, KINDS[line.name], LANGUAGES[line.language]) for line in texts_of(request.actor)]
    return render(request, "fixed_texts/texts.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def text(request: SignedInRequest, name: str, language: str) -> HttpResponse:
    """One text: what is sent, drafts, history; another version is drafted here."""
    if name not in KINDS or language not in LANGUAGES:
        raise NotReachable("There is no such text.")
    versions = versions_of(request.actor, name=name, language=language)
    now = _in_force(versions)
    body = now.body if now else default_text(name, language)
    data = sent(request)
    form = TextForm(data, name=name, initial={"body": body})
    if form.is_bound and form.is_valid():
        write_text(
            actor=request.actor, name=name, language=language, body=form.cleaned_data["body"]
        )
        messages.success(request, "Drafted. It is sent once somebody else has approved it.")
        return redirect("fixed_texts:text", name=name, language=language)
    shown = _shown(request, versions)
    context = {
        "name": name,
        "language": language,
        "language_label": LANGUAGES[language],
        "kind": KINDS[name],
        "body": body,
        "is_default": now is None,
        "drafts": [version for version in shown if not version.state],
        "history": [version for version in shown if version.state],
    }
    return answer(request, "fixed_texts/text.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def approve(request: SignedInRequest, text_id: UUID) -> HttpResponse:
    return _decided(request, text_id, approved=True, done="Approved. It is sent from now on.")


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def refuse(request: SignedInRequest, text_id: UUID) -> HttpResponse:
    return _decided(request, text_id, approved=False, done="Refused. It is not sent.")


def _decided(request: SignedInRequest, text_id: UUID, *, approved: bool, done: str) -> HttpResponse:
    try:
        found = decide_text(actor=request.actor, text_id=text_id, approved=approved)
    except TextsError as problem:
        messages.warning(request, str(problem))
        return redirect("fixed_texts:texts")
    messages.success(request, done)
    return redirect("fixed_texts:text", name=found.name, language=found.language)


def _in_force(versions: list[FixedText]) -> FixedText | None:
    approved = [
        (row.decided_at, row)
        for row in versions
        if row.decided_at and row.decision == FixedText.Decision.APPROVED
    ]
    return max(approved, key=lambda each: each[0])[1] if approved else None


def _shown(request: SignedInRequest, versions: list[FixedText]) -> list[Version]:
    people = {row.written_by for row in versions} | {row.decided_by for row in versions}
    names = names_of(user_id for user_id in people if user_id)
    return [
        Version(
            id=row.id,
            body=row.body,
            state=row.decision,
            writer=names.get(row.written_by, LEFT),
            written_at=row.written_at,
            decider=names.get(row.decided_by, "") if row.decided_by else "",
            decided_at=row.decided_at,
            is_mine=row.written_by == request.actor.user_id,
        )
        for row in versions
    ]
