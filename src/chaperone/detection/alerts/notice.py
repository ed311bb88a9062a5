"""What people are told of alerts: fixed sentences that name neither a member nor a suspect."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, Severity, declare
from chaperone.notices.queries import name_of_alarm

_ALARM = "detection.alert:"


def alarm_of(alert_id: UUID) -> str:
    """The name of the alarm that an alert raises until somebody takes it up."""
    return f"{_ALARM}{alert_id}"


def alert_in(name: str) -> UUID | None:
    """The alert that an alarm is about; None where it is about something else."""
    return UUID(name.removeprefix(_ALARM)) if name.startswith(_ALARM) else None


def _raised(about: About) -> str:
    """The alert's page. The subject of what an alarm tells is the alarm."""
    alert_id = alert_in(name_of_alarm(about.organization_id, about.subject))
    if alert_id is None:
        return reverse("detection:alerts")
    return reverse("detection:alert", kwargs={"alert_id": alert_id})


def _one(about: About) -> str:
    return reverse("detection:alert", kwargs={"alert_id": about.subject})


def _kind(name: str, subject: str, severity: Severity, **choices: Any) -> Kind:
    return declare(
        Kind(
            name=f"detection.{name}",
            subject=subject,
            sentence="Something in the record of activity looks suspicious. Open the link to see"
            " what, and take it up.",
            severity=severity,
            **choices,
        )
    )


MEDIUM = _kind("alert_medium", "An alert waits for you", "warning", link=_one)
HIGH = _kind("alert_high", "An alert needs somebody today", "error", link=_raised)
CRITICAL = _kind("alert_critical", "An alert needs somebody now", "critical", link=_raised)
TAKEN = declare(
    Kind(
        name="detection.alert_taken",
        subject="An alert was taken up",
        sentence="Somebody looks into the alert that you were told of.",
        link=_raised,
        severity="info",
        ends=True,
    )
)
WORSE = declare(
    Kind(
        name="detection.alert_worse",
        subject="An alert became worse",
        sentence="More was found about an alert than when you were last told of it. Open the link"
        " to see what.",
        link=_one,
        severity="error",
    )
)
ASSIGNED = declare(
    Kind(
        name="detection.alert_assigned",
        subject="An alert was given to you",
        sentence="You were asked to look into an alert. Open the link to see it.",
        link=_one,
        severity="warning",
    )
)
