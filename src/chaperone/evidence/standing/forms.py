"""What is typed about standards."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm

_DAY = {"type": "date"}
LONGEST = timedelta(days=366)


class PlanForm(PostedForm):
    """Who sees to a standard, and what comes next."""

    owner_id = forms.TypedChoiceField(label="Who sees to it", coerce=UUID)
    next_step = forms.CharField(
        label="What they do next",
        max_length=1000,
        widget=forms.Textarea,
        help_text="No member's name.",
    )
    due_on = forms.DateField(label="Until when", widget=forms.DateInput(_DAY))

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", "Choose"), *((str(user), name) for user, name in people.items())]
        self.fields["owner_id"].choices = choices  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        """A day that is written rightly."""
        due_on: date = self.cleaned_data["due_on"]
        if abs(due_on.year - timezone.localdate().year) > 10:
            raise forms.ValidationError("Look at the year again.")
        return due_on


class SetAsideForm(PostedForm):
    """That a standard does not apply, and why."""

    reason = forms.CharField(
        label="Why it does not apply here",
        max_length=4000,
        widget=forms.Textarea,
        help_text="What the standard is about, and why your organization has nothing of the kind."
        " Both of you sign this text; auditors read it. No member's name.",
    )
    review_on = forms.DateField(
        label="To be looked at again on",
        widget=forms.DateInput(_DAY),
        help_text="Within a year.",
    )

    def clean_review_on(self) -> date:
        """A day to come, within a year."""
        review_on: date = self.cleaned_data["review_on"]
        today = timezone.localdate()
        if review_on <= today:
            raise forms.ValidationError("This day is not to come.")
        if review_on > today + LONGEST:
            raise forms.ValidationError("Look at it again within a year.")
        return review_on
