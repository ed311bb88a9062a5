"""What is typed about exercises."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm, choices_of
from chaperone.continuity.models import Exercise
from chaperone.registers.forms import near

_BY_PEOPLE = [each for each in Exercise.Kind.choices if each[0] != Exercise.Kind.RESTORE]
_DAY = forms.DateInput({"type": "date"})


class ExerciseForm(PostedForm):
    """An exercise that people held."""

    kind = forms.ChoiceField(label="What was tried out", choices=_BY_PEOPLE)
    title = forms.CharField(
        label="Title",
        max_length=160,
        help_text="Such as: the database is gone on a Friday night.",
    )
    held_on = forms.DateField(label="Held on", widget=_DAY)
    took_part = forms.CharField(
        label="Who took part", max_length=500, help_text="Names, and who led."
    )
    result = forms.ChoiceField(label="How did it go?", choices=Exercise.Result.choices)
    learned = forms.CharField(
        label="What was learned",
        max_length=4000,
        widget=forms.Textarea,
        help_text="What worked, what did not, which times were measured. No member's name.",
    )
    next_step = forms.CharField(
        label="What is to be done about it",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text="Leave it empty where nothing is.",
    )
    owner_id = forms.TypedChoiceField(
        label="Who does it", required=False, coerce=UUID, empty_value=None
    )
    due_on = forms.DateField(label="Until when", required=False, widget=_DAY)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        """A day that has come, and is written rightly."""
        held_on: date = near(self.cleaned_data["held_on"])
        if held_on > timezone.localdate():
            raise forms.ValidationError("This day has not come yet.")
        return held_on

    def clean_due_on(self) -> date | None:
        """A day that is written rightly."""
        due_on = self.cleaned_data["due_on"]
        return near(due_on) if due_on else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("next_step") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Say until when it is done.")
        if cleaned.get("due_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "Say what is to be done until then.")
        return cleaned
