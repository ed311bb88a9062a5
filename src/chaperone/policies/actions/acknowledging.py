"""Reading and acknowledging a version, each person for themselves (45 CFR 164.316(b)(2)(ii))."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.ledger.actions import append
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import value_of
from chaperone.policies.actions.standing import hold_oneself_still, note_standing, settle
from chaperone.policies.dates import months_after
from chaperone.policies.errors import ChangedMeanwhile, NotToAcknowledge
from chaperone.policies.events import VERSION_ACKNOWLEDGED
from chaperone.policies.models import Acknowledgement, Version
from chaperone.policies.queries.reading import RENEWED_BEFORE
from chaperone.policies.queries.versions import published_by_policy, version_of
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS


@transaction.atomic
def acknowledge(*, actor: Staff, version_id: UUID, sha256: str) -> Acknowledgement:
    """Records that the actor acknowledges exactly this version, and clears them where it was last.

    ``sha256``: of what they were shown. Safe to repeat: what counts for long yet is given back.
    Raises ``NoSuchVersion``, ``NotToAcknowledge``, ``ChangedMeanwhile``.
    """
    hold_oneself_still(actor)
    version, today = version_of(actor, version_id), today_of(actor)
    if not _is_asked(actor, version):
        raise NotToAcknowledge
    if version.sha256 != sha256:
        raise ChangedMeanwhile
    before = Acknowledgement.objects.filter(
        organization_id=actor.organization_id,
        version=version,
        user_id=actor.user_id,
        renewed_at=None,
    )
    given = before.first()
    if given is None or given.until <= today + RENEWED_BEFORE:
        before.update(renewed_at=timezone.now())
        given = _give(actor, version)
        note_standing(actor, actor.user_id)
    settle(actor)
    return given


@transaction.atomic
def take_up(*, actor: Staff) -> bool:
    """Clears the actor where nothing is left to acknowledge; whether they are cleared."""
    hold_oneself_still(actor)
    return settle(actor)


def _is_asked(actor: Staff, version: Version) -> bool:
    spans = published_by_policy(actor, [version.policy_id]).get(version.policy_id, [])
    today = today_of(actor)
    return any(
        span.version.version_id == version.id
        and span.version.mandatory
        and (span.ends_on is None or span.ends_on > today)
        for span in spans
    )


def _give(actor: Staff, version: Version) -> Acknowledgement:
    months = value_of(ACKNOWLEDGED_MONTHS, actor.organization_id)
    given = Acknowledgement(
        organization_id=actor.organization_id,
        version=version,
        user_id=actor.user_id,
        sha256=version.sha256,
        until=months_after(today_of(actor), months),
    )
    given.save(force_insert=True)
    append(
        event=VERSION_ACKNOWLEDGED,
        actor=actor,
        details={
            "policy": str(version.policy_id),
            "version": str(version.id),
            "number": version.number,
            "sha256": version.sha256,
            "until": given.until.isoformat(),
        },
    )
    return given
