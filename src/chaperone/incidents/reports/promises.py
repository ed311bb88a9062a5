"""What an organization promises to whoever reports something."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms

from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting, declare

ACKNOWLEDGE_HOURS = declare(
    Setting(
        name="incidents.acknowledge_hours",
        group="Incidents",
        default=24,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="Hours until a reported concern is taken up",
            help_text="Whoever reports something is told this. When nobody has taken it up by"
            " then, everybody who runs incidents is told again. Holds for what comes from now on.",
            min_value=1,
            max_value=168,
        ),
    )
)


def hours_of(organization_id: UUID) -> int:
    """Within how many hours a report is taken up."""
    hours: int = value_of(ACKNOWLEDGE_HOURS, organization_id)
    return hours


def due_at(organization_id: UUID, received_at: datetime) -> datetime:
    """By when a report is taken up that came then."""
    return received_at + timedelta(hours=hours_of(organization_id))
