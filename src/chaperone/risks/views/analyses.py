"""Risk analyses: drawn up, signed, taken away."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.accounts.steps import ask_again
from chaperone.documents.rendering import render
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import sent
from chaperone.registers.lists import Listing
from chaperone.registers.queries.signatures import signatures_of
from chaperone.risks.actions.analyse import digest_of, draw_up_analysis, sign_analysis
from chaperone.risks.errors import NoSuchAnalysis
from chaperone.risks.forms.risks import AnalysisForm, SignForm
from chaperone.risks.frame import ACCEPT, MANAGE, PURPOSE, READ, Act, asked, done, shown
from chaperone.risks.models import Analysis
from chaperone.risks.printing import document, signature_line
from chaperone.risks.queries.analyses import analyses_of, analysis_of
from chaperone.risks.queries.history import changes_of
from chaperone.risks.reporting import said_by

_SCOPE = (
    "Chaperone with everything it runs on, as the inventory lists it: the ePHI of members who text"
    " with the organization, the staff who care for them, their devices and sites, and the vendors"
    " who get members' data."
)


@require_GET
@requires(READ, purpose=PURPOSE)
def analyses(request: SignedInRequest) -> HttpResponse:
    """Every analysis, newest first, and whether it is signed."""
    listing = Listing(request, analyses_of(request.actor))
    people = {each.drawn_up_by for each in listing.rows}
    people |= {each.signed_by for each in listing.rows if each.signed_by}
    context = {
        "listing": listing,
        "names": names_of(people),
        "add": reverse("risks:analysis_draw_up") if request.actor.may(MANAGE) else "",
    }
    return shown(request, "risks/analyses.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def analysis_draw_up(request: SignedInRequest) -> HttpResponse:
    """Freezes what the register says today."""
    today = today_of(request.actor)
    initial = {"title": f"Risk analysis of {today.isoformat()}", "scope": _SCOPE}
    form = AnalysisForm(sent(request), initial=initial)
    made: list[Analysis] = []
    if done(form, lambda: made.append(draw_up_analysis(actor=request.actor, **form.cleaned_data))):
        messages.success(request, "Drawn up. Read it, and have it signed.")
        return redirect("risks:analysis", analysis_id=made[0].id)
    hint = "It holds the assets, the map of ePHI, every open risk and the plan, as they are now."
    act = Act("What does this analysis cover?", hint, "Draw it up", reverse("risks:analyses"))
    return asked(request, form, act)


@require_GET
@requires(READ, purpose=PURPOSE)
def analysis(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """What it says, who signed it, and how to check it."""
    found = _found(request, analysis_id)
    context = {
        "analysis": found,
        "said": said_by(found),
        "digest": digest_of(found),
        "drawn_up_by": names_of([found.drawn_up_by]).get(found.drawn_up_by),
        "signatures": signatures_of(request.actor, found.id),
        "changes": changes_of(request.actor, found.id),
        "may_sign": request.actor.may(ACCEPT) and not found.signature_id,
    }
    return shown(request, "risks/analysis.html", context)


@require_http_methods(["GET", "POST"])
@requires(ACCEPT, purpose=PURPOSE)
def analysis_sign(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Signs it, with a second factor that was just proved."""
    found = _found(request, analysis_id)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = SignForm(sent(request))
    if done(
        form,
        lambda: sign_analysis(actor=request.actor, analysis_id=found.id, factor=factor),
    ):
        messages.success(request, "Signed with your name.")
        return redirect("risks:analysis", analysis_id=found.id)
    page = reverse("risks:analysis", kwargs={"analysis_id": found.id})
    hint = "You sign what it says, word for word: nothing of it can be changed."
    act = Act("Is this what you found?", hint, "Sign it", page)
    return asked(request, form, act, {"about": found.title})


@require_GET
@requires(READ, purpose=PURPOSE)
def report_pdf(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """The report as a tagged PDF."""
    found = _found(request, analysis_id)
    zone = ZoneInfo(request.organization.time_zone)
    signatures = [
        signature_line(each.name, each.role, each.signed_at, zone)
        for each in signatures_of(request.actor, found.id)
    ]
    pdf = render(
        document(
            found,
            said_by(found),
            organization=request.organization.name,
            zone=zone,
            digest=digest_of(found),
            signatures=signatures,
        )
    )
    return _file(found, pdf, "pdf", "application/pdf")


@require_GET
@requires(READ, purpose=PURPOSE)
def report_json(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """The very bytes whose SHA-256 the ledger has and that were signed."""
    found = _found(request, analysis_id)
    return _file(found, found.content.encode(), "json", "application/json")


def _file(analysis: Analysis, content: bytes, ending: str, kind: str) -> HttpResponse:
    name = f"risk-analysis-{analysis.drawn_up_at:%Y-%m-%d}.{ending}"
    disposition: Any = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _found(request: SignedInRequest, analysis_id: UUID) -> Analysis:
    try:
        return analysis_of(request.actor, analysis_id)
    except NoSuchAnalysis as problem:
        raise NotReachable(str(problem)) from problem
