"""Signatures under texts: whose, as whom, when, with which factor, and of exactly which text.

After 21 CFR 11.50, 11.70 and 11.200(a): the signature names its meaning, cannot be moved to
another text, and takes two components, of which the second factor was just used. (45 CFR
164.316(b) asks that what was decided be in writing, and says nothing of how it is signed.)
"""

from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from chaperone.access.actors import Staff
from chaperone.accounts.steps import latest_factor
from chaperone.registers.actions.changes import record_change
from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.events import RECORD_SIGNED
from chaperone.registers.models import Signature

FRESH_SECONDS = 15 * 60
"""Asked for before the form is shown, so that who reads before signing has the time for it."""
FORM_SECONDS = 5 * 60
"""How young a factor must be for a form to be shown: who reads has the rest of the time to sign."""


def fresh_factor(request: HttpRequest) -> str:
    """The second factor that was just used, such as ``totp`` or ``webauthn``.

    Raises ``NoFreshFactor`` where none was in ``FRESH_SECONDS``: then ``accounts.steps.ask_again``.
    """
    factor = latest_factor(request, within_seconds=FRESH_SECONDS)
    if not factor:
        raise NoFreshFactor
    return factor


def factor_for_form(request: HttpRequest) -> str:
    """The factor with which a form is signed; empty where it must be asked for before the form is
    shown, or was used too long ago to sign with.
    """
    asks = request.method == "GET"
    return latest_factor(request, within_seconds=FORM_SECONDS if asks else FRESH_SECONDS)


@transaction.atomic
def sign(
    *, actor: Staff, record: UUID, text: str, meaning: str, factor: str, role: str = ""
) -> Signature:
    """Signs ``text`` of a record; ``meaning`` is the sentence that the signature says.

    ``factor``: what ``fresh_factor`` gave. ``role``: as whom, where the actor stands in another
    organization for a moment, in which they have none. Whoever calls has checked that the actor
    may sign this. Raises ``NoFreshFactor`` where no factor is named.
    """
    if not factor:
        raise NoFreshFactor
    digest = sha256(text.encode()).hexdigest()
    role = role or actor.role_label
    entry = record_change(
        actor=actor,
        event=RECORD_SIGNED,
        record=record,
        details={"meaning": meaning, "role": role, "factor": factor, "sha256": digest},
    )
    signature = Signature(
        organization_id=actor.organization_id,
        record_id=record,
        user_id=actor.user_id,
        name=actor.name,
        role=role,
        meaning=meaning,
        factor=factor,
        sha256=digest,
        entry_id=entry,
    )
    signature.save(force_insert=True)
    # The database's own clock: what it was set to.
    signature.refresh_from_db(fields=["signed_at"])
    return signature
