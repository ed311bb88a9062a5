"""Office hours and the hand-over, which an organization sets on its settings page."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from chaperone.organizations.settings import Setting, declare

GROUP = "Hours and being on call"
_PERMISSION = "settings.manage"
_WEEKDAYS = (
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
)
_HALF_HOURS = tuple(
    (f"{half // 2:02}:{half % 2 * 30:02}", f"{half // 2:02}:{half % 2 * 30:02}")
    for half in range(48)
)
_MOST_DAYS = 60


def as_time(value: str) -> time:
    """The time that a setting holds as ``08:30``."""
    return time.fromisoformat(value)


def as_days(value: str) -> list[date]:
    """The days that a setting holds, as ``2026-12-25, 2027-01-01``. Raises ``ValueError``."""
    return [date.fromisoformat(part) for part in re.split(r"[,\s]+", value.strip()) if part]


class DaysField(forms.CharField):
    """Days, kept as they are read: in order, each once."""

    def clean(self, value: Any) -> str:
        try:
            days = sorted(set(as_days(super().clean(value))))
        except ValueError as problem:
            raise ValidationError(
                "Write days as 2026-12-25, with commas between them."
            ) from problem
        if len(days) > _MOST_DAYS:
            raise ValidationError(f"At most {_MOST_DAYS} days.")
        return ", ".join(map(str, days))


def _half_hour(name: str, default: str, label: str, hint: str) -> Setting:
    return declare(
        Setting(
            name=f"duties.{name}",
            group=GROUP,
            default=default,
            permission=_PERMISSION,
            field=lambda: forms.ChoiceField(choices=_HALF_HOURS, label=label, help_text=hint),
        )
    )


OFFICE_DAYS = declare(
    Setting(
        name="duties.office_days",
        group=GROUP,
        default=[],
        permission=_PERMISSION,
        field=lambda: forms.MultipleChoiceField(
            choices=_WEEKDAYS,
            required=False,
            label="Office days",
            help_text="Members who text at other times and need a person are told when somebody"
            " will answer. With no day chosen they are told nothing.",
        ),
    )
)
OFFICE_OPENS = _half_hour("office_opens", "08:00", "Office opens", "By the organization's clock.")
OFFICE_CLOSES = _half_hour(
    "office_closes", "17:00", "Office closes", "After the hour at which it opens."
)
CLOSED_DAYS = declare(
    Setting(
        name="duties.closed_days",
        group=GROUP,
        default="",
        permission=_PERMISSION,
        field=lambda: DaysField(
            required=False,
            label="Days on which the office is closed",
            max_length=1000,
            help_text="Public holidays, such as 2026-12-25, 2027-01-01.",
        ),
    )
)
HAND_OVER = _half_hour(
    "hand_over", "08:00", "Hand-over on Mondays", "When one week on call ends and the next begins."
)
