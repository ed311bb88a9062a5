"""Makes an organization with the people who begin it, as the owner of the database.

Loaded after Django is set up.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.accounts.actions import invite
from chaperone.accounts.actions.mailing import hand_over
from chaperone.accounts.models import Invitation, User
from chaperone.accounts.queries import find_user
from chaperone.assistant.settings import UNREVIEWED
from chaperone.cli.errors import NotInvited, NotSuitable, SlugTaken
from chaperone.cli.plans import Person, Plan
from chaperone.ledger.actors import Actor
from chaperone.organizations.actions import change_setting, create_organization
from chaperone.organizations.models import Organization

_REASON = "Set up with the organization."


@transaction.atomic
def found(plan: Plan, *, unreviewed: bool = False) -> list[dict[str, Any]]:
    """All of it or nothing. Returns each person with their link, which is kept nowhere.

    ``unreviewed``: the assistant may answer from entries that no clinician of theirs has reviewed.
    Raises SlugTaken and NotSuitable.
    """
    if Organization.objects.filter(slug=plan.slug).exists():
        raise SlugTaken(slug=plan.slug)
    try:
        organization = create_organization(
            name=plan.name,
            slug=plan.slug,
            time_zone=plan.time_zone,
            # The first one runs the installation; those that come later are its customers.
            is_platform=not Organization.objects.exists(),
        )
    except ValidationError as problem:
        why = " ".join(problem.messages)
        raise NotSuitable(what="The organization", value=plan.slug, why=why) from problem
    actor = operator(organization.id)
    if unreviewed:
        change_setting(actor=actor, setting=UNREVIEWED, value=True, reason=_REASON)
    return [_begin(actor, person) for person in plan.people]


def invite_again(email: str) -> list[dict[str, Any]]:
    """A new link for somebody whose invitation waits; the earlier one ends. Raises NotInvited."""
    user = find_user(email)
    if user is None or user.has_usable_password():
        raise NotInvited(email=email)
    for organization_id in Organization.objects.values_list("id", flat=True):
        with acting_for(operator(organization_id)):
            if Invitation.objects.filter(organization_id=organization_id, user=user).exists():
                link = _link(operator(organization_id), user.email, user.name)
                return [_told(user.name, user.email, "", link)]
    raise NotInvited(email=email)


def _begin(actor: Actor, person: Person) -> dict[str, Any]:
    user, link = find_user(person.email), ""
    if user is None or not user.has_usable_password():
        link = _link(actor, person.email, person.name)
    user_id: UUID = User.objects.values_list("id", flat=True).get(email__iexact=person.email)
    give_grant(actor=actor, user_id=user_id, role=person.role, reason=_REASON)
    return _told(person.name, person.email, person.role, link)


def _link(actor: Actor, email: str, name: str) -> str:
    return hand_over(link=invite(actor=actor, email=email, name=name).link)


def _told(name: str, email: str, role: str, link: str) -> dict[str, Any]:
    return {"name": name, "email": email, "role": role, "link": link}
