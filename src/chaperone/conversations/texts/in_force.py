"""The fixed text that is sent now. Always gives one: life does not wait for a table."""

import logging
from uuid import UUID

from django.db import DatabaseError, transaction

from chaperone.conversations.models import FixedText
from chaperone.conversations.texts.checking import filled, problems
from chaperone.conversations.texts.defaults import LANGUAGES, default_text
from chaperone.telemetry.lines import Fixed

_logger = logging.getLogger(__name__)


def text_for(organization_id: UUID, name: str, language: str, /, **places: str) -> str:
    """The organization's approved text in the language, or English; with its places filled.

    As the product came, where none was approved, the table cannot be read, or what it holds could
    not have been approved.
    """
    language = language if language in LANGUAGES else "en"
    return filled(
        _approved(organization_id, name, language) or default_text(name, language), places
    )


def _approved(organization_id: UUID, name: str, language: str) -> str:
    rows = FixedText.objects.filter(
        organization_id=organization_id,
        name=name,
        language=language,
        decision=FixedText.Decision.APPROVED,
    )
    try:
        with transaction.atomic():
            body = rows.order_by("-decided_at").values_list("body", flat=True).first() or ""
    except DatabaseError as problem:
        _logger.error("Fixed texts could not be read (%s).", type(problem))  # noqa: TRY400
        return ""
    if body and problems(name, body):
        which = Fixed(f"{name} ({language})")
        _logger.error("Fixed text %s is not one that could be approved.", which)
        return ""
    return body
