"""That a standard does not apply: one person signs why, another one agrees or refuses."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.forms import PostedForm
from chaperone.accounts.steps import ask_again
from chaperone.evidence.frame import MANAGE, PURPOSE, TABS
from chaperone.evidence.standing.actions import (
    agree,
    ask_to_set_aside,
    end_set_aside,
    refuse,
    text_of,
)
from chaperone.evidence.standing.errors import StandingError
from chaperone.evidence.standing.forms import SetAsideForm
from chaperone.evidence.standing.queries import set_aside_of
from chaperone.evidence.views.standard import page_of, reach
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import answer, done, sent


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def set_aside(request: SignedInRequest, citation: str) -> HttpResponse:
    """The first signature."""
    found, factor = reach(citation), factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = SetAsideForm(sent(request))
    if done(
        form,
        lambda: ask_to_set_aside(
            actor=request.actor, citation=citation, factor=factor, **form.cleaned_data
        ),
        StandingError,
    ):
        messages.success(
            request, "Signed with your name. It counts once somebody else has signed as well."
        )
        return redirect("evidence:standard", citation=citation)
    context = {
        "tabs": TABS,
        "heading": "Why does this not apply to us?",
        "about": f"{found.name} (45 CFR {citation})",
        "hint": f"{found.text}\n\nThis is for what your organization has nothing of. What is hard"
        " to do still applies; on an addressable specification decide under Specifications.",
        "submit": "Sign",
        "back": page_of(citation),
    }
    return answer(request, "evidence/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def decide(request: SignedInRequest, citation: str) -> HttpResponse:
    """The second signature."""
    found, factor = reach(citation), factor_for_form(request)
    if not factor:
        return ask_again(request)
    aside = set_aside_of(request.actor, citation)
    if aside is None:
        messages.warning(request, "Nothing waits for a signature here any more.")
        return redirect("evidence:standard", citation=citation)
    form = PostedForm(sent(request))
    if done(
        form, lambda: agree(actor=request.actor, citation=citation, factor=factor), StandingError
    ):
        messages.success(request, "Signed by both of you. It counts from the next collection on.")
        return redirect("evidence:standard", citation=citation)
    context = {
        "tabs": TABS,
        "heading": "Do you agree that this does not apply?",
        "about": f"{found.name} (45 CFR {citation})",
        "hint": text_of(citation, aside.reason.reveal(), aside.review_on),
        "submit": "I agree: sign",
        "back": page_of(citation),
    }
    return answer(request, "evidence/form_page.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def decline(request: SignedInRequest, citation: str) -> HttpResponse:
    """The second person refuses."""
    reach(citation)
    try:
        refuse(actor=request.actor, citation=citation)
    except StandingError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Refused, and recorded. The standard applies.")
    return redirect("evidence:standard", citation=citation)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def end(request: SignedInRequest, citation: str) -> HttpResponse:
    """It applies again, or the request is taken back."""
    reach(citation)
    try:
        end_set_aside(actor=request.actor, citation=citation)
    except StandingError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "The standard applies again, from the next collection on.")
    return redirect("evidence:standard", citation=citation)
