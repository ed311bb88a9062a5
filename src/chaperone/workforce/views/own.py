"""One's own: what is still to be done before work can begin, and the agreement to sign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, signed_in
from chaperone.accounts.steps import ask_again
from chaperone.documents.markdown import as_html
from chaperone.registers.actions.signing import fresh_factor
from chaperone.registers.answers import sent
from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.workforce.actions.agreeing import CLEARANCE, digest_of, sign_agreement
from chaperone.workforce.errors import NotTheText
from chaperone.workforce.forms import SignForm
from chaperone.workforce.queries import officials
from chaperone.workforce.queries.agreements import agreements_of
from chaperone.workforce.queries.checklists import checklists_of
from chaperone.workforce.queries.people import own_record
from chaperone.workforce.texts import agreement_text


@require_GET
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What do I still have to do here, and whom do I ask?"""
    actor = request.actor
    person = own_record(actor, actor.user_id)
    context = {
        "person": person,
        "checklists": checklists_of(actor, person) if person else [],
        "officials": officials(actor),
    }
    return render(request, "workforce/mine.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def confidentiality(request: SignedInRequest) -> HttpResponse:
    """The agreement: read it, sign it."""
    actor = request.actor
    try:
        factor = fresh_factor(request)
    except NoFreshFactor:
        return ask_again(request)
    text = agreement_text(actor)
    form = SignForm(sent(request), initial={"digest": digest_of(text.body)})
    if form.is_bound and form.is_valid():
        try:
            signed = sign_agreement(actor=actor, digest=form.cleaned_data["digest"], factor=factor)
        except NotTheText as problem:
            form = SignForm(initial={"digest": digest_of(text.body)})
            messages.warning(request, str(problem))
        else:
            messages.success(request, f"Signed. It holds until {signed.until:%-d %B %Y}.")
            return redirect("workforce:mine")
    agreements = agreements_of(actor, actor.user_id)
    signatures = signatures_by_record(actor, [each.id for each in agreements])
    context = {
        "form": form,
        "title": text.title,
        "text": mark_safe(as_html(text.body)),  # noqa: S308  CommonMark without HTML
        "until": actor.clearances.get(CLEARANCE),
        "signatures": [row for rows in signatures.values() for row in rows],
    }
    return render(
        request, "workforce/confidentiality.html", context, status=422 if form.errors else 200
    )
