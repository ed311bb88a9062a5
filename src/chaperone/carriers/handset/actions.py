from django.db import transaction
from django.utils import timezone

from chaperone.carriers.errors import BodyRefused
from chaperone.carriers.events import PHONE_ADDED
from chaperone.carriers.handset.queries import index_of, indexes_of, line_of
from chaperone.carriers.inbound import Accepted, InboundText, accept
from chaperone.carriers.models import Carrier, HandsetPhone, HandsetText
from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.sms.numbers import normalise

BODY_MAXIMUM = 1600


@transaction.atomic
def add_phone(*, actor: Actor, number: str, name: str) -> None:
    """Adds a phone that the demo's page offers; one that is there already stays as it is.

    Raises ``NotE164``.
    """
    number = normalise(number)
    indexes = indexes_of(actor.organization_id, number)
    if HandsetPhone.objects.filter(
        organization_id=actor.organization_id, number_index__in=indexes
    ).exists():
        return
    phone = HandsetPhone(
        organization_id=actor.organization_id, number=number, number_index=indexes[0], name=name
    )
    phone.save(force_insert=True)
    append(event=PHONE_ADDED, actor=actor, details={"phone": str(phone.id)})


def send_from_handset(*, sender: str, body: str, recipient: str | None = None) -> Accepted:
    """Texts an organization from a phone of the demo, as a member would.

    ``sender`` and ``recipient`` are E.164; without a recipient the text goes to the organization
    that the phone belongs to, or else the first one. Raises ``NotE164``, ``NotOurNumber``,
    ``BodyRefused``.
    """
    sender = normalise(sender)
    if not body.strip() or len(body) > BODY_MAXIMUM:
        raise BodyRefused
    number = normalise(recipient, short_code=True) if recipient else line_of(sender).number
    with transaction.atomic():
        text = InboundText(
            Carrier.HANDSET, str(new_id()), sender, number, body, received_at=timezone.now()
        )
        accepted = accept(text)
        _show(text, accepted)
    return accepted


def _show(text: InboundText, accepted: Accepted) -> None:
    """Leaves the text on the screen of the phone that sent it."""
    HandsetText(
        organization_id=accepted.organization_id,
        number_index=index_of(accepted.organization_id, text.sender),
        direction=HandsetText.Direction.SENT,
        body=text.body,
        at=text.received_at,
    ).save(force_insert=True)
