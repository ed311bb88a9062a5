"""Signing the confidentiality agreement, which clears (45 CFR 164.308(a)(3), 164.530(c))."""

from hashlib import sha256

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.access.clearances import hold
from chaperone.database.identifiers import new_id
from chaperone.organizations.days import months_after, today_of
from chaperone.organizations.queries import value_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.workforce.errors import NotTheText
from chaperone.workforce.events import AGREEMENT_SIGNED
from chaperone.workforce.models import Agreement
from chaperone.workforce.settings import CONFIDENTIALITY_MONTHS
from chaperone.workforce.texts import agreement_text

CLEARANCE = "confidentiality"
_MEANING = "I have read this agreement and will keep to it."


def digest_of(text: str) -> str:
    """By what a form knows the text that was read."""
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def sign_agreement(*, actor: Staff, digest: str, factor: str) -> Agreement:
    """Signs the text in force, for oneself, and holds the clearance until it is to be renewed.

    ``digest``: of the text that was read. Raises ``NotTheText`` where another is in force now, and
    ``NoFreshFactor``.
    """
    text = agreement_text(actor)
    if digest_of(text.body) != digest:
        raise NotTheText
    months = value_of(CONFIDENTIALITY_MONTHS, actor.organization_id)
    until = months_after(today_of(actor), months)
    agreement = Agreement(
        id=new_id(),
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        title=text.title,
        text=text.body,
        until=until,
    )
    sign(actor=actor, record=agreement.id, text=text.body, meaning=_MEANING, factor=factor)
    agreement.save(force_insert=True)
    record_change(
        actor=actor,
        event=AGREEMENT_SIGNED,
        record=agreement.id,
        details={"title": text.title, "until": until.isoformat()},
    )
    hold(
        actor=actor,
        user_id=actor.user_id,
        clearance=CLEARANCE,
        until=until,
        why="confidentiality agreement signed",
    )
    return agreement
