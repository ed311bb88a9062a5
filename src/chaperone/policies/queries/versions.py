"""Policies and their versions, one by one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import once
from chaperone.policies.errors import NoSuchPolicy, NoSuchVersion
from chaperone.policies.models import Policy, Version
from chaperone.policies.spans import Published, Span, spans_of

_COUNTS = ("policy_id", "id", "effective_on", "mandatory", "grace_until", "policy__retired_on")


def policy_of(actor: Actor, policy_id: UUID) -> Policy:
    """One policy of the actor's organization. Raises ``NoSuchPolicy``."""
    found = Policy.objects.filter(organization_id=actor.organization_id, id=policy_id).first()
    if found is None:
        raise NoSuchPolicy
    return found


def version_of(actor: Actor, version_id: UUID) -> Version:
    """A version with its policy. Raises ``NoSuchVersion``."""
    rows = Version.objects.select_related("policy")
    found = rows.filter(organization_id=actor.organization_id, id=version_id).first()
    if found is None:
        raise NoSuchVersion
    return found


def versions_of(actor: Actor, policy_id: UUID) -> list[Version]:
    """Every version of a policy without its text, newest first."""
    rows = Version.objects.filter(organization_id=actor.organization_id, policy_id=policy_id)
    return list(rows.defer("text").order_by("-number"))


def published_by_policy(
    actor: Actor, policy_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[Span]]:
    """When each version that was published is in force: by policy. One query."""
    if policy_ids is None:
        return once(actor, "policies published", lambda: _published(actor))
    return _published(actor, policy_ids)


def _published(actor: Actor, policy_ids: Iterable[UUID] | None = None) -> dict[UUID, list[Span]]:
    rows = Version.objects.filter(
        organization_id=actor.organization_id, state=Version.State.PUBLISHED
    )
    if policy_ids is not None:
        rows = rows.filter(policy_id__in=policy_ids)
    found: dict[UUID, list[Published]] = {}
    retired: dict[UUID, date | None] = {}
    counts = rows.order_by("number").values_list(*_COUNTS)
    for policy_id, version_id, effective_on, mandatory, grace, retired_on in counts:
        assert effective_on is not None
        each = Published(version_id, effective_on, mandatory, grace)
        found.setdefault(policy_id, []).append(each)
        retired[policy_id] = retired_on
    return {policy_id: spans_of(each, retired[policy_id]) for policy_id, each in found.items()}
