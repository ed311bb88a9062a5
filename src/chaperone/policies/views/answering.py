"""What these pages share: what is reached, and how a form is answered."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.policies.errors import NoSuchPolicy, NoSuchVersion
from chaperone.policies.markup import Claim
from chaperone.policies.models import Policy, Version
from chaperone.policies.queries.drift import Compared
from chaperone.policies.queries.versions import policy_of, version_of

READ, MANAGE, APPROVE = "policies.read", "policies.manage", "policies.approve"
PURPOSE = "operations"
_Found = TypeVar("_Found")


def reached(find: Callable[[Staff, UUID], _Found], actor: Staff, identifier: UUID) -> _Found:
    """What ``find`` finds; what it does not is out of reach. Raises ``NotReachable``."""
    try:
        return find(actor, identifier)
    except (NoSuchPolicy, NoSuchVersion) as problem:
        raise NotReachable(str(problem)) from problem


def policy_reached(request: SignedInRequest, policy_id: UUID) -> Policy:
    """A policy of the organization. Raises ``NotReachable``."""
    return reached(policy_of, request.actor, policy_id)


def version_reached(request: SignedInRequest, version_id: UUID) -> Version:
    """A version with its policy. Raises ``NotReachable``."""
    return reached(version_of, request.actor, version_id)


def answered(
    request: SignedInRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    """The page with its form; 400 where what was sent is wrong."""
    status = 400 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def as_shown(compared: dict[Claim, Compared], *, linked: bool) -> Callable[[Claim], str]:
    """How a claim stands in a text: with the live value beside what the text says.

    ``linked``: for who can open the pages where the values are set.
    """
    return lambda claim: render_to_string(
        "policies/claim.html", {"line": compared[claim], "linked": linked}
    )
