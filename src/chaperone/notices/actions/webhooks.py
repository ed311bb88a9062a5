import secrets

from django.db import transaction
from django.utils import timezone

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.errors import KeyMissing
from chaperone.notices.events import WEBHOOK_ENDED, WEBHOOK_SET
from chaperone.notices.models import Webhook
from chaperone.notices.webhook.addresses import checked
from chaperone.notices.webhook.signing import SECRET_PREFIX


@transaction.atomic
def set_webhook(
    *, actor: Actor, url: str, style: str = Webhook.Style.STANDARD, routing_key: str = ""
) -> str:
    """From now on this address is told when people are. The one before ends.

    ``routing_key``: of the Events API, which the service has given out. Returns the secret that
    signs what is sent, which is shown this once; nothing where the service gave a key. Raises
    ``AddressRefused``, ``KeyMissing``.
    """
    checked(url)
    signed = style == Webhook.Style.STANDARD
    if not signed and not routing_key:
        raise KeyMissing
    end_webhook(actor=actor)
    secret = SECRET_PREFIX + secrets.token_urlsafe(32) if signed else ""
    webhook = Webhook(
        organization_id=actor.organization_id,
        url=url,
        style=style,
        secret=secret or routing_key,
        set_by=actor.id,
    )
    webhook.save(force_insert=True)
    details = {"webhook": str(webhook.id), "url": url, "style": webhook.style}
    append(event=WEBHOOK_SET, actor=actor, details=details)
    return secret


@transaction.atomic
def end_webhook(*, actor: Actor) -> bool:
    """The address is not told any more; False where none was."""
    webhook = (
        Webhook.objects.select_for_update()
        .filter(organization_id=actor.organization_id, ended_at=None)
        .first()
    )
    if webhook is None:
        return False
    webhook.ended_at = timezone.now()
    webhook.save(update_fields=["ended_at"])
    append(event=WEBHOOK_ENDED, actor=actor, details={"webhook": str(webhook.id)})
    return True
