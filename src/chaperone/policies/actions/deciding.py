"""Approving a version by somebody who did not write it, and sending it back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.policies.actions.drafts import details_of, locked
from chaperone.policies.errors import ChangedMeanwhile, NotInReview, OwnVersion
from chaperone.policies.events import DRAFT_RETURNED, VERSION_APPROVED
from chaperone.policies.models import Version
from chaperone.policies.signing import signed_text
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign

MEANING = "I have read this version and approve it."


@transaction.atomic
def approve(*, actor: Staff, version_id: UUID, sha256: str, factor: str) -> Version:
    """Signs a version that is in review (45 CFR 164.316(b)(1)).

    ``sha256``: of what the approver was shown; ``factor``: the second factor they just used. The
    caller has checked ``policies.approve``. Raises ``NoSuchVersion``, ``NotInReview``,
    ``OwnVersion``, ``ChangedMeanwhile``, ``NoFreshFactor``.
    """
    version = _in_review(actor, version_id, sha256)
    if actor.user_id in version.authors:
        raise OwnVersion
    signature = sign(
        actor=actor,
        record=version.id,
        text=signed_text(version.policy, version),
        meaning=MEANING,
        factor=factor,
    )
    version.state = Version.State.APPROVED
    version.decided_by, version.decided_at = actor.user_id, timezone.now()
    version.save(update_fields=["state", "decided_by", "decided_at"])
    record_change(
        actor=actor,
        event=VERSION_APPROVED,
        record=version.policy_id,
        details=details_of(version) | {"signature": str(signature.id), "factor": factor},
    )
    return version


@transaction.atomic
def send_back(*, actor: Staff, version_id: UUID, sha256: str, reason: str) -> Version:
    """Makes a version in review a draft again, with what is to be changed.

    ``reason``: 1 to 500 characters. The caller has checked ``policies.approve``. Raises
    ``NoSuchVersion``, ``NotInReview``, ``ChangedMeanwhile``.
    """
    version = _in_review(actor, version_id, sha256)
    version.state, version.returned_because = Version.State.DRAFT, reason.strip()
    version.save(update_fields=["state", "returned_because"])
    record_change(
        actor=actor,
        event=DRAFT_RETURNED,
        record=version.policy_id,
        details=details_of(version) | {"reason": version.returned_because},
    )
    return version


def _in_review(actor: Staff, version_id: UUID, sha256: str) -> Version:
    version = locked(actor, version_id)
    if version.state != Version.State.REVIEW:
        raise NotInReview
    if version.sha256 != sha256:
        raise ChangedMeanwhile
    return version
