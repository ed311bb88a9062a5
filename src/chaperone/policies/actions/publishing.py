"""Publishing what was approved, reviewing what is in force, and retiring it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actions.shortening import shorten_holds
from chaperone.access.actors import Staff
from chaperone.access.settings import GRACE
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import value_of
from chaperone.policies.actions.drafts import details_of, locked
from chaperone.policies.actions.standing import CLEARANCE, hold_everybody_still, note_standing
from chaperone.policies.errors import (
    AlreadyRetired,
    NoSuchPolicy,
    NotApproved,
    NothingInForce,
    TooEarly,
    TooFarAhead,
)
from chaperone.policies.events import POLICY_RETIRED, POLICY_REVIEWED, VERSION_PUBLISHED
from chaperone.policies.models import Policy, Review, Version
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.spans import in_force
from chaperone.registers.actions.changes import record_change

MOST_AHEAD = timedelta(days=90)
"""Until when grace may last: clearances are not given for longer to who has not earned them."""


@transaction.atomic
def publish(*, actor: Staff, version_id: UUID, effective_on: date) -> Version:
    """Has an approved version take effect on a day, by the organization's clock.

    Where everybody must acknowledge it, they have the organization's grace from that day on; then
    who has not lacks the clearance. The caller has checked ``policies.manage``. Raises
    ``NoSuchVersion``, ``NotApproved``, ``AlreadyRetired``, ``TooEarly``, ``TooFarAhead``.
    """
    hold_everybody_still(actor)
    version, today = locked(actor, version_id), today_of(actor)
    if version.state != Version.State.APPROVED:
        raise NotApproved
    if version.policy.retired_on:
        raise AlreadyRetired
    earlier = published_by_policy(actor, [version.policy_id]).get(version.policy_id, [])
    if effective_on < today or any(span.version.effective_on > effective_on for span in earlier):
        raise TooEarly
    grace = timedelta(days=value_of(GRACE[CLEARANCE], actor.organization_id))
    last_day = effective_on + grace - timedelta(days=1)
    if last_day > today + MOST_AHEAD:
        raise TooFarAhead
    version.state, version.effective_on = Version.State.PUBLISHED, effective_on
    version.published_by, version.published_at = actor.user_id, timezone.now()
    version.grace_until = last_day if version.mandatory and grace else None
    version.save(
        update_fields=["state", "effective_on", "published_by", "published_at", "grace_until"]
    )
    note_standing(actor)
    shortened = 0
    if version.mandatory:
        shortened = shorten_holds(
            actor=actor,
            clearance=CLEARANCE,
            until=last_day,
            reason=f"“{version.title}” is to be acknowledged",
        )
    record_change(
        actor=actor,
        event=VERSION_PUBLISHED,
        record=version.policy_id,
        details=details_of(version)
        | {
            "effective_on": effective_on.isoformat(),
            "grace_until": last_day.isoformat() if version.mandatory else None,
            "people_to_acknowledge": shortened,
        },
    )
    return version


@transaction.atomic
def confirm_review(*, actor: Staff, policy_id: UUID, note: str) -> Review:
    """Records that the version in force was looked over and stays as it is.

    45 CFR 164.316(b)(2)(iii). ``note``: 1 to 500 characters. The caller has checked
    ``policies.manage``. Raises ``NoSuchPolicy``, ``NothingInForce``.
    """
    policy, today = _locked_policy(actor, policy_id), today_of(actor)
    current = in_force(published_by_policy(actor, [policy.id]).get(policy.id, []), today)
    if current is None:
        raise NothingInForce
    review = Review(
        organization_id=actor.organization_id,
        policy=policy,
        version_id=current.version_id,
        reviewed_by=actor.user_id,
        reviewed_on=today,
        note=note.strip(),
    )
    review.save(force_insert=True)
    record_change(
        actor=actor,
        event=POLICY_REVIEWED,
        record=policy.id,
        details={"version": str(current.version_id), "note": review.note},
    )
    return review


@transaction.atomic
def retire(*, actor: Staff, policy_id: UUID, reason: str) -> Policy:
    """Ends a policy today; it is kept six years at least (45 CFR 164.316(b)(2)(i)).

    ``reason``: 1 to 500 characters. The caller has checked ``policies.approve``. Raises
    ``NoSuchPolicy``, ``AlreadyRetired``.
    """
    hold_everybody_still(actor)
    policy = _locked_policy(actor, policy_id)
    if policy.retired_on:
        raise AlreadyRetired
    policy.retired_on, policy.retired_by = today_of(actor), actor.user_id
    policy.retired_because = reason.strip()
    policy.save(update_fields=["retired_on", "retired_by", "retired_because"])
    note_standing(actor)
    record_change(
        actor=actor,
        event=POLICY_RETIRED,
        record=policy.id,
        details={"reason": policy.retired_because, "name": policy.name},
    )
    return policy


def _locked_policy(actor: Staff, policy_id: UUID) -> Policy:
    rows = Policy.objects.select_for_update()
    found = rows.filter(organization_id=actor.organization_id, id=policy_id).first()
    if found is None:
        raise NoSuchPolicy
    return found
