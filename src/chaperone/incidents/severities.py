"""By when an incident is contained, by how bad it is: what lists order and warn by."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from chaperone.incidents.models import Severity

ACTS_WITHIN: Mapping[str, timedelta] = MappingProxyType(
    {
        Severity.CRITICAL: timedelta(hours=4),
        Severity.HIGH: timedelta(hours=24),
        Severity.MEDIUM: timedelta(hours=72),
        Severity.LOW: timedelta(days=7),
    }
)
