"""Policies begun, and their drafts (45 CFR 164.316(a)). The caller has checked the permission."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from chaperone.access.actors import Staff
from chaperone.policies.errors import (
    AlreadyRetired,
    ChangedMeanwhile,
    NameTaken,
    NoSuchPolicy,
    NoSuchVersion,
    NotADraft,
    OpenVersion,
)
from chaperone.policies.events import DRAFT_DISCARDED, DRAFT_SAVED, DRAFT_SUBMITTED, POLICY_ADDED
from chaperone.policies.markup import claims_of
from chaperone.policies.models import Policy, Version
from chaperone.policies.signing import hash_of
from chaperone.policies.starters import Starter
from chaperone.registers.actions.changes import record_change


class Content(NamedTuple):
    """All that a version says, for whoever approves it to sign."""

    title: str
    text: str
    mandatory: bool
    public: bool
    citations: Sequence[str]
    review_months: int
    change: str


@transaction.atomic
def add_policy(
    *, actor: Staff, kind: str, content: Content, name: str = "", starter: str = ""
) -> Version:
    """Begins a policy with its first draft. ``name``: in addresses, from the title by default.

    Raises ``NameTaken``, ``WrongClaim``.
    """
    policy = Policy(
        organization_id=actor.organization_id,
        name=name or slugify(content.title)[:64] or "policy",
        kind=kind,
        starter=starter,
        created_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError as problem:
        raise NameTaken from problem
    record_change(
        actor=actor,
        event=POLICY_ADDED,
        record=policy.id,
        details={"name": policy.name, "kind": kind, "starter": starter},
    )
    return _begin(actor, policy, 1, content)


def adopt(*, actor: Staff, starter: Starter) -> Version:
    """Takes a text of the starter set as the organization's own draft. Raises ``NameTaken``."""
    content = Content(
        title=starter.title,
        text=starter.text,
        mandatory=starter.mandatory,
        public=starter.public,
        citations=starter.citations,
        review_months=starter.review_months,
        change="Adopted from the starter set.",
    )
    return add_policy(
        actor=actor, kind=starter.kind, content=content, name=starter.slug, starter=starter.slug
    )


@transaction.atomic
def begin_draft(*, actor: Staff, policy_id: UUID, content: Content) -> Version:
    """Begins the next version of a policy.

    Raises ``NoSuchPolicy``, ``AlreadyRetired``, ``OpenVersion``, ``WrongClaim``.
    """
    policy = Policy.objects.select_for_update().filter(
        organization_id=actor.organization_id, id=policy_id
    )
    found = policy.first()
    if found is None:
        raise NoSuchPolicy
    if found.retired_on:
        raise AlreadyRetired
    versions = Version.objects.filter(policy=found)
    if versions.filter(state__in=Version.OPEN).exists():
        raise OpenVersion
    latest = versions.order_by("-number").values_list("number", flat=True).first() or 0
    return _begin(actor, found, latest + 1, content)


@transaction.atomic
def save_draft(*, actor: Staff, version_id: UUID, sha256: str, content: Content) -> Version:
    """Changes a draft; whoever does is one of its authors from then on.

    ``sha256``: of the draft as its page showed it, so that two who write do not undo one another.
    Raises ``NoSuchVersion``, ``NotADraft``, ``ChangedMeanwhile``, ``WrongClaim``.
    """
    version = locked(actor, version_id)
    if version.state != Version.State.DRAFT:
        raise NotADraft
    if version.sha256 != sha256:
        raise ChangedMeanwhile
    fields = _take(version, content)
    if actor.user_id not in version.authors:
        version.authors = [*version.authors, actor.user_id]
    version.saved_at = timezone.now()
    version.save(update_fields=[*fields, "authors", "saved_at"])
    record_change(
        actor=actor, event=DRAFT_SAVED, record=version.policy_id, details=details_of(version)
    )
    return version


@transaction.atomic
def submit(*, actor: Staff, version_id: UUID) -> Version:
    """Sends a draft to review: from now on its text is fixed. Raises ``NotADraft``."""
    version = locked(actor, version_id)
    if version.state != Version.State.DRAFT:
        raise NotADraft
    version.state, version.submitted_at = Version.State.REVIEW, timezone.now()
    version.returned_because = ""
    version.save(update_fields=["state", "submitted_at", "returned_because"])
    record_change(
        actor=actor, event=DRAFT_SUBMITTED, record=version.policy_id, details=details_of(version)
    )
    return version


@transaction.atomic
def discard(*, actor: Staff, version_id: UUID) -> Version:
    """Ends a version that was not published. It stays on record. Raises ``NotADraft``."""
    version = locked(actor, version_id)
    if version.state not in Version.OPEN:
        raise NotADraft
    version.state = Version.State.DISCARDED
    version.save(update_fields=["state"])
    record_change(
        actor=actor, event=DRAFT_DISCARDED, record=version.policy_id, details=details_of(version)
    )
    return version


def locked(actor: Staff, version_id: UUID) -> Version:
    """The version, kept from others until the transaction ends. Raises ``NoSuchVersion``."""
    rows = Version.objects.select_related("policy").select_for_update()
    found = rows.filter(organization_id=actor.organization_id, id=version_id).first()
    if found is None:
        raise NoSuchVersion
    return found


def details_of(version: Version) -> dict[str, Any]:
    """What entries of the ledger say of a version."""
    return {
        "version": str(version.id),
        "number": version.number,
        "title": version.title,
        "mandatory": version.mandatory,
        "public": version.public,
        "sha256": version.sha256,
    }


def _begin(actor: Staff, policy: Policy, number: int, content: Content) -> Version:
    version = Version(
        organization_id=actor.organization_id,
        policy=policy,
        number=number,
        authors=[actor.user_id],
    )
    _take(version, content)
    version.save(force_insert=True)
    record_change(actor=actor, event=DRAFT_SAVED, record=policy.id, details=details_of(version))
    return version


def _take(version: Version, content: Content) -> list[str]:
    """Puts the content into a version; the names of the fields that this changes."""
    for name, value in content._asdict().items():
        setattr(version, name, value)
    version.citations = list(content.citations)
    version.text = content.text.replace("\r\n", "\n").strip() + "\n"
    version.claims = [list(claim) for claim in claims_of(version.text)]
    version.sha256 = hash_of(version.policy, version)
    return [*Content._fields, "claims", "sha256"]
