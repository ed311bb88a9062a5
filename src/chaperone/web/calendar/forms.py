"""What is asked of the calendar."""

from datetime import date
from typing import Any

from django import forms

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 1)
"""Months that can be asked for."""
_MONTH = r"(20|21)[0-9]{2}-(0[1-9]|1[0-2])"


class DuesForm(forms.Form):
    """Whose duties, of which room."""

    show = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "Mine"), ("all", "All that I may see")]
    )
    room = forms.ChoiceField(label="About", required=False)

    def __init__(self, data: Any, *, rooms: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["room"].choices = [("", "Everything"), *rooms.items()]  # type: ignore[attr-defined]


class MonthForm(DuesForm):
    """The same, in one month."""

    month = forms.RegexField(_MONTH, required=False, widget=forms.HiddenInput)

    def clean_month(self) -> date | None:
        """The month's first day."""
        typed = self.cleaned_data["month"]
        return date.fromisoformat(f"{typed}-01") if typed else None
