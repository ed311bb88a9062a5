"""By when a finding is to be mended: so many days after it was first seen, by how bad it is."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from django import forms

from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting, declare
from chaperone.risks.models import Severity

LONGEST_DAYS = 730


def _setting(severity: Severity, days: int) -> Setting:
    return declare(
        Setting(
            name=f"findings.{severity}_days",
            group="Findings",
            default=days,
            permission="settings.security",
            field=lambda: forms.IntegerField(
                label=f"Days to mend a finding that is {severity.label.lower()}",
                help_text="Counted from the day it was first reported. Holds for what is reported"
                " from now on.",
                min_value=1,
                max_value=LONGEST_DAYS,
            ),
        )
    )


DAYS: Mapping[Severity, Setting] = MappingProxyType(
    {
        Severity.CRITICAL: _setting(Severity.CRITICAL, 15),
        Severity.HIGH: _setting(Severity.HIGH, 30),
        Severity.MEDIUM: _setting(Severity.MEDIUM, 90),
        Severity.LOW: _setting(Severity.LOW, 180),
    }
)
"""The settings; who changed each, when and why is in its history."""


def days_of(organization_id: UUID) -> dict[str, int]:
    """How many days each severity leaves in this organization."""
    return {str(severity): value_of(each, organization_id) for severity, each in DAYS.items()}


def due_on(first_seen: date, severity: str, days: Mapping[str, int]) -> date:
    """The last day on which a finding of this severity is still in time."""
    return first_seen + timedelta(days=days[severity])
