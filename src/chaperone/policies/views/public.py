"""What anybody may read without signing in: the policies that an organization made public."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.decorators import public
from chaperone.policies.errors import NoSuchPolicy
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import as_html
from chaperone.policies.queries.public import PublicPolicy, public_policies, public_policy
from chaperone.policies.registry import Official, official_of

CACHED_SECONDS = 300


@require_safe
@public
def published(request: HttpRequest, organization: str) -> HttpResponse:
    """The public policies of an organization; 404 where it has none."""
    found = public_policies(organization)
    if not found:
        raise Http404
    context = {"policies": [(each, KINDS[each.kind]) for each in found], "slug": organization}
    return _cached(
        request, "policies/public_list.html", context | {"organization_name": found[0].organization}
    )


@require_safe
@public
def one(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """One of them, with whom to ask."""
    try:
        found = public_policy(organization, name)
    except NoSuchPolicy as problem:
        raise Http404 from problem
    context = {
        "policy": found,
        "kind": KINDS[found.kind],
        "text": as_html(found.text),
        "official": _official(found),
        "slug": organization,
        "organization_name": found.organization,
    }
    return _cached(request, "policies/public.html", context)


def _official(found: PublicPolicy) -> Official | None:
    actor = worker(found.organization_id)
    with acting_for(actor):
        return official_of(actor)


def _cached(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, the same for everybody, which a cache may keep where nobody's cookie came along.

    Without the frame's context processors: what they know of a visitor must not be kept.
    """
    response = HttpResponse(render_to_string(template, context))
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    if not request.COOKIES:
        patch_cache_control(response, public=True, max_age=CACHED_SECONDS)
    return response
