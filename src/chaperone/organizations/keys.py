"""The keys of every organization, looked after: replaced when they are old, old ones destroyed.

NIST SP 800-57 part 1, 5.3.6 (cryptoperiods); 45 CFR 164.312(a)(2)(iv). Root keys are replaced by
command only: what holds them is the operator's.
"""

import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.crypto.errors import CryptoError
from chaperone.database.identifiers import PLATFORM
from chaperone.organizations.queries import organizations_all, value_of
from chaperone.organizations.settings import Setting, declare
from chaperone.vault import reindexing, resealing, rotation
from chaperone.vault.errors import VaultError
from chaperone.vault.models import Purpose
from chaperone.vault.registry import PROGRAM

ROWS_AT_ONCE = 500
BATCHES_A_SWEEP = 20
"""So that a worker is busy with it for a second or two at a time, and answers texts in between."""
ROTATE_DAYS = declare(
    Setting(
        name="keys.rotate_days",
        group="Keys",
        default=365,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="New keys after so many days",
            help_text="Of the organization's key and of those that seal what belongs to no member."
            " 0: only by command.",
            min_value=0,
            max_value=3650,
        ),
    )
)
_BY_SCHEDULE = (Purpose.SHARED, Purpose.SECRET, Purpose.LEDGER)
_log = logging.getLogger(__name__)


def everywhere() -> list[UUID]:
    """Whatever has keys of its own: every organization, and the platform."""
    return [PLATFORM, *organizations_all()]


def sweep() -> None:
    """What is due in each organization. One whose provider is away does not stop the others."""
    for organization_id in everywhere():
        try:
            rotate_when_due(organization_id)
            tend(organization_id)
        except (CryptoError, VaultError) as problem:
            _log.warning("Keys of %s wait: %s", organization_id, problem)


def rotate_when_due(organization_id: UUID) -> bool:
    """Replaces keys that are older than the organization wants them; whether they were."""
    days = value_of(ROTATE_DAYS, organization_id)
    made_at = rotation.made_at(organization_id=organization_id)
    if not days or made_at > timezone.now() - timedelta(days=days):
        return False
    rotation.rotate_organization(organization_id=organization_id, by=PROGRAM)
    for purpose in _BY_SCHEDULE:
        rotation.rotate_values(organization_id=organization_id, purpose=purpose, by=PROGRAM)
    return True


def tend(organization_id: UUID) -> None:
    """Goes on with what was begun, a bit at a time, and destroys what nothing needs any more."""
    rotation.rewrap(organization_id=organization_id)
    rotation.destroy_wrapping(organization_id=organization_id)
    rotation.put_index_in_force(organization_id=organization_id)
    for _ in range(BATCHES_A_SWEEP):
        if not reindexing.renew(organization_id=organization_id, rows=ROWS_AT_ONCE):
            break
    if not resealing.wanted(organization_id=organization_id):
        return
    resealing.begin(organization_id=organization_id)
    for _ in range(BATCHES_A_SWEEP):
        if not resealing.reseal(organization_id=organization_id, rows=ROWS_AT_ONCE):
            break
    if organization_id == PLATFORM:
        resealing.reseal_outside_of_fields()
    destroy_idle(organization_id)


def destroy_idle(organization_id: UUID) -> int:
    """Destroys retired keys of the organization that seal nothing any more, anywhere."""
    if not resealing.rested(organization_id=organization_id):
        return 0
    elsewhere: Counter[UUID] = Counter()
    if organization_id == PLATFORM:
        # The platform's keys seal in every organization.
        for each in organizations_all():
            elsewhere.update(resealing.left(organization_id=each))
    return resealing.destroy_idle(organization_id=organization_id, elsewhere=elsewhere)
