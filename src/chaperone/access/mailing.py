"""The e-mail that tells the security officers at once. It names no member and nobody's reason."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.access.queries.people import people_who_may

_log = logging.getLogger(__name__)
_TEXT = """{name} has taken emergency access to members' data. It lasts an hour.

See who, why and what was opened, and review it within 72 hours:
{url}/access/emergencies/
"""


def tell_officers(actor: Staff) -> None:
    """Writes to everybody who reviews emergency access, once the transaction has committed.

    The entry in the ledger and the list on the officers' page do not depend on it.
    """
    officers = [
        email for user, email in people_who_may(actor, "access.review").items() if user != actor.id
    ]
    text = _TEXT.format(name=actor.name, url=settings.CHAPERONE_URL)
    if officers:
        transaction.on_commit(lambda: _send(officers, text))


def _send(officers: list[str], text: str) -> None:
    message = EmailMessage("Emergency access has begun", text, to=officers)
    try:
        message.send()
    except (OSError, SMTPException) as problem:
        # A mail server that is away must not keep a clinician from a member in need.
        _log.error("The officers got no e-mail of emergency access: %s", type(problem))
