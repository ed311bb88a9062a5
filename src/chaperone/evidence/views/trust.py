"""What the organization promises and how it stands, for anybody; and who decides what is public."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chaperone.access.decorators import SignedInRequest, public, requires
from chaperone.evidence.frame import MANAGE, PURPOSE, TABS
from chaperone.evidence.trust.actions import publish, withdraw
from chaperone.evidence.trust.errors import NotPublic, NoTrustPage, TrustError
from chaperone.evidence.trust.forms import PublishForm
from chaperone.evidence.trust.queries import Standing, decided, preview, public_standing
from chaperone.evidence.trust.statement import names
from chaperone.organizations.queries import organization_of
from chaperone.registers.answers import answer, done, sent

CACHED_SECONDS = 300


@require_safe
@public
def trust(request: HttpRequest, organization: str) -> HttpResponse:
    """What does this organization promise, and is it true today?"""
    return _page(request, "evidence/trust.html", _standing(organization), organization)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["https:"]})
@public
def embed(request: HttpRequest, organization: str) -> HttpResponse:
    """The same in a few lines, for a page of the organization's own to frame."""
    return _page(request, "evidence/trust_embed.html", _standing(organization), organization)


@require_safe
@public
def badge(request: HttpRequest, organization: str) -> HttpResponse:
    """How many sentences are met, as a picture."""
    text = render_to_string("evidence/trust_badge.svg", {"standing": _standing(organization)})
    return _cached(request, HttpResponse(text, content_type="image/svg+xml"))


@require_safe
@public
def statement_json(request: HttpRequest, organization: str) -> HttpResponse:
    """The same for programs."""
    found = _standing(organization)
    said = {
        "organization": found.organization,
        "on": found.on.isoformat() if found.on else None,
        "frozen_at": found.frozen_at.isoformat() if found.frozen_at else None,
        "status": found.status,
        "ledger": {"entry": str(found.entry_id) if found.entry_id else None, "note": found.note},
        "sentences": [
            {
                "section": part.section.title,
                "text": each.sentence.text,
                "rests_on": each.sentence.rests_on,
                "status": each.status,
            }
            for part in found.parts
            for each in part.told
        ],
    }
    return _cached(request, JsonResponse(said))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def trust_page(request: SignedInRequest) -> HttpResponse:
    """What do we publish of how we stand?"""
    actor = request.actor
    page = decided(actor)
    left_out = page.left_out if page else []
    form = PublishForm(
        sent(request), initial={"shown": [name for name in names() if name not in left_out]}
    )
    if done(form, lambda: publish(actor=actor, shown=form.cleaned_data["shown"]), TrustError):
        messages.success(request, "Published. Anybody can read it now.")
        return redirect("evidence:trust_page")
    on, parts = preview(actor)
    chosen = form["shown"].value() or []
    context = {
        "tabs": TABS,
        "page": page,
        "on": on,
        "parts": parts,
        "chosen": chosen,
        "slug": organization_of(actor).slug,
    }
    return answer(request, "evidence/trust_page.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def trust_withdraw(request: SignedInRequest) -> HttpResponse:
    """Takes the page back."""
    try:
        withdraw(actor=request.actor)
    except NotPublic as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Taken back. Caches may show it for five minutes more.")
    return redirect("evidence:trust_page")


def _standing(organization: str) -> Standing:
    try:
        return public_standing(organization)
    except NoTrustPage as problem:
        raise Http404 from problem


def _page(
    request: HttpRequest, template: str, standing: Standing, organization: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "standing": standing,
        "slug": organization,
        "organization_name": standing.organization,
        "days": (datetime.now(UTC) - standing.frozen_at).days if standing.frozen_at else None,
    }
    # Without the frame's context processors: what they know of a visitor must not be kept.
    return _cached(request, HttpResponse(render_to_string(template, context)))


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, the same for everybody, which a cache may keep where no cookie came along."""
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    if not request.COOKIES:
        patch_cache_control(response, public=True, max_age=CACHED_SECONDS)
    return response
