"""Fields that several forms of this room have."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class ChoosingForm(PostedForm):
    """A form with choices that the organization has: people, sites, devices, by id."""

    def choose(self, name: str, choices: Mapping[UUID, str], *, none: str = "") -> None:
        """Offers the choices; ``none``: how no choice is called, where there may be none."""
        self.fields[name].choices = choices_of(choices, none or "Choose")  # type: ignore[attr-defined]


def choice(label: str, **options: Any) -> forms.TypedChoiceField:
    """A field whose value is an id; None where nothing is chosen and nothing need be."""
    return forms.TypedChoiceField(label=label, coerce=UUID, empty_value=None, **options)


def text(label: str, most: int, **options: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, **options)


def long(label: str, most: int, **options: Any) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea, **options)
