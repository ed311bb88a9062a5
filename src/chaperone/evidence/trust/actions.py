"""Publishing what the organization promises, and taking it back."""

from collections.abc import Collection

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.evidence.freezing.queries import latest_day
from chaperone.evidence.models import TrustPage
from chaperone.evidence.trust.errors import NothingToPublish, NotPublic
from chaperone.evidence.trust.events import TRUST_PAGE_PUBLISHED, TRUST_PAGE_WITHDRAWN
from chaperone.evidence.trust.queries import decided
from chaperone.evidence.trust.statement import names
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event


@transaction.atomic
def publish(*, actor: Staff, shown: Collection[str]) -> TrustPage:
    """Publishes the sentences with these names, whatever their status is and becomes.

    The caller has checked ``evidence.manage``. Raises ``NothingToPublish``.
    """
    left_out = [name for name in names() if name not in shown]
    if len(left_out) == len(names()) or latest_day(actor) is None:
        raise NothingToPublish
    return _decide(TRUST_PAGE_PUBLISHED, actor, left_out, is_public=True)


@transaction.atomic
def withdraw(*, actor: Staff) -> TrustPage:
    """Takes the page back. Raises ``NotPublic``."""
    page = decided(actor)
    if page is None or not page.is_public:
        raise NotPublic
    return _decide(TRUST_PAGE_WITHDRAWN, actor, page.left_out, is_public=False)


def _decide(event: Event, actor: Staff, left_out: list[str], *, is_public: bool) -> TrustPage:
    page = TrustPage(
        organization_id=actor.organization_id,
        is_public=is_public,
        left_out=left_out,
        decided_by=actor.user_id,
    )
    page.save(force_insert=True)
    append(event=event, actor=actor, details={"left_out": left_out})
    return page
