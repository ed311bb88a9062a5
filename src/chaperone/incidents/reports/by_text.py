"""A member who texts that they have a concern about privacy (45 CFR 164.530(d)).

Only what plainly is one: a word by itself, or words that hardly stand in a text about one's health.
Whoever is not understood here reaches a coach, as every text does.
"""

import re
from zoneinfo import ZoneInfo

from chaperone.assistant.replies import language_of
from chaperone.conversations.texts.in_force import text_for
from chaperone.incidents.models import Report
from chaperone.incidents.reports.actions.filing import file_report
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of

_KEYWORDS = frozenset({"privacy", "report concern", "privacidad", "reportar queja"})
_PLAIN = re.compile(
    r"""\b(?:
        report(?:ing)?\s+(?:a|an|my)?\s*(?:privacy|security|hipaa|data)\s+\w+
      | (?:privacy|hipaa)\s+(?:concern|complaint|violation|breach|problem|issue)
      | (?:violated|breached)\s+(?:my\s+privacy|hipaa)
      | (?:queja|denuncia|problema)\s+(?:de|sobre)\s+(?:mi\s+|la\s+)?privacidad
      | violaron\s+mi\s+privacidad
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = re.compile(r"[\s.!?]+$")


def is_concern(text: str) -> bool:
    """Whether a text plainly says so."""
    return _ENDS.sub("", text).strip().casefold() in _KEYWORDS or bool(_PLAIN.search(text))


def hear(member: Actor, text: str) -> str:
    """Files a member's text where it is a concern; what they are told then, else nothing."""
    if not is_concern(text):
        return ""
    filed = file_report(actor=member, way=Report.Way.TEXT, text=text)
    zone = ZoneInfo(organization_of(member).time_zone)
    until = f"{filed.report.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return text_for(
        member.organization_id,
        "concern",
        language_of(text),
        until=until,
        reference=filed.reference,
    )
