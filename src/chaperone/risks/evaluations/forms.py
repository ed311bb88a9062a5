"""What is typed about evaluations."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm, choices_of
from chaperone.registers.forms import near
from chaperone.risks.models import Evaluation

_DAY = forms.DateInput({"type": "date"})


class PlanForm(PostedForm):
    """A plan."""

    kind = forms.ChoiceField(label="What is done", choices=Evaluation.Kind.choices)
    nature = forms.ChoiceField(
        label="What it looks at",
        choices=Evaluation.Nature.choices,
        help_text="The rule asks for technical and non-technical evaluations.",
    )
    title = forms.CharField(label="Title", max_length=200)
    scope = forms.CharField(
        label="What it covers",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Systems, sites, policies, processes.",
    )
    performed_by = forms.CharField(
        label="Who does it",
        max_length=200,
        required=False,
        help_text="A colleague, a tool or a company.",
    )
    planned_on = forms.DateField(label="Planned for", widget=_DAY)
    repeat_months = forms.TypedChoiceField(
        label="Comes back",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Not by itself"),
            ("1", "Each month"),
            ("3", "Each quarter"),
            ("6", "Twice a year"),
            ("12", "Each year"),
        ],
    )
    owner_id = forms.TypedChoiceField(
        label="Who sees to it", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]

    def clean_repeat_months(self) -> int:
        """So many months; 0 for once only."""
        return self.cleaned_data["repeat_months"] or 0

    def clean_planned_on(self) -> date:
        """A day that is written rightly."""
        return near(self.cleaned_data["planned_on"])


class DoneForm(PostedForm):
    """What came of it."""

    done_on = forms.DateField(label="Done on", widget=_DAY)
    performed_by = forms.CharField(label="Who did it", max_length=200)
    result = forms.CharField(
        label="What came of it",
        max_length=4000,
        widget=forms.Textarea,
        help_text="In short. Attach the report on the next page, and enter there what it found.",
    )

    def clean_done_on(self) -> date:
        """A day that has come."""
        done_on = near(self.cleaned_data["done_on"])
        if done_on > timezone.localdate():
            raise forms.ValidationError("This day has not come yet.")
        return done_on


class CancelForm(PostedForm):
    """Why it is called off."""

    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea)
