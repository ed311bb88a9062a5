from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.conversations.models import FixedText
from chaperone.conversations.texts.errors import AlreadyDecided, OwnText
from chaperone.conversations.texts.events import TEXT_APPROVED, TEXT_REFUSED, TEXT_WRITTEN
from chaperone.ledger.actions import append


@transaction.atomic
def write_text(*, actor: Staff, name: str, language: str, body: str) -> FixedText:
    """Drafts a text, for somebody else to approve. The caller has checked it and the permission."""
    text = FixedText(
        organization_id=actor.organization_id,
        name=name,
        language=language,
        body=body,
        written_by=actor.user_id,
    )
    text.save(force_insert=True)
    append(event=TEXT_WRITTEN, actor=actor, details=_about(text))
    return text


@transaction.atomic
def decide_text(*, actor: Staff, text_id: UUID, approved: bool) -> FixedText:
    """Approves a draft, which is in force from then on, or refuses it.

    The caller has checked the permission. Raises ``NotReachable``, ``OwnText`` and
    ``AlreadyDecided``.
    """
    rows = FixedText.objects.filter(organization_id=actor.organization_id)
    text = rows.select_for_update().filter(id=text_id).first()
    if text is None:
        raise NotReachable("There is no such text here.")
    if text.decision:
        raise AlreadyDecided
    if text.written_by == actor.user_id:
        raise OwnText
    decision = FixedText.Decision.APPROVED if approved else FixedText.Decision.REFUSED
    text.decision, text.decided_by, text.decided_at = decision, actor.user_id, timezone.now()
    text.save(update_fields=["decision", "decided_by", "decided_at"])
    append(event=TEXT_APPROVED if approved else TEXT_REFUSED, actor=actor, details=_about(text))
    return text


def _about(text: FixedText) -> dict[str, str]:
    return {
        "text": str(text.id),
        "name": text.name,
        "language": text.language,
        "sha256": sha256(text.body.encode()).hexdigest(),
    }
