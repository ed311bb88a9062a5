"""Pure: when an impact assessment is needed (GDPR Art. 35; WP 248 rev.01, III.B.a)."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

CRITERIA: Mapping[str, str] = MappingProxyType(
    {
        "scoring": "People are scored, profiled or predicted",
        "decisions": "A program decides with legal or similar effect",
        "monitoring": "People are watched systematically",
        "sensitive": "Data about health, or other data that is very personal",
        "large_scale": "It is done on a large scale",
        "matching": "Data from several sources is matched or combined",
        "vulnerable": "It concerns people who cannot freely refuse, such as patients or staff",
        "innovative": "New technology is used, such as a language model",
        "prevents": "It keeps people from a right, a service or a contract",
    }
)
"""The nine criteria, in our words."""
ENOUGH = 2
"""How many of them call for an assessment in most cases."""


def is_needed(criteria: Collection[str]) -> bool:
    """Whether an assessment is needed: where two criteria are met, or where data about health is
    processed on a large scale (Art. 35(3)(b)), which are two as well.
    """
    return len(set(criteria) & set(CRITERIA)) >= ENOUGH
