from datetime import date, timedelta

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.assistant.models import NOTE_LENGTH
from chaperone.assistant.reviews import STATES, TOPICS

APPROVE, REFUSE, WITHDRAW = "approve", "refuse", "withdraw"
_AGAIN = timedelta(days=365)


class LibrarySearchForm(forms.Form):
    """Which entries are asked for. Every field may stay empty."""

    asked = forms.CharField(
        required=False,
        max_length=300,
        label="What would be found for",
        help_text="A question as a member would text it. Write nothing about a member.",
    )
    state = forms.ChoiceField(required=False, choices=[("", "Any"), *STATES.items()])
    topic = forms.ChoiceField(required=False, choices=[("", "Any"), *TOPICS.items()])
    after = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)


class ReviewForm(PostedForm):
    """What a clinician decides about the version of an entry that they have read."""

    decision = forms.ChoiceField(
        choices=[
            ("", "Choose"),
            (APPROVE, "Approve: the assistant may send it"),
            (REFUSE, "Never send it: questions go to a coach"),
            (WITHDRAW, "Withdraw what was decided"),
        ],
    )
    review_again_on = forms.DateField(
        required=False,
        label="Review again on",
        error_messages={"invalid": "Write the day as year-month-day, such as 2027-11-30."},
        help_text="For an approval, such as 2027-11-30: from then on it counts as unreviewed.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        help_text="For your colleagues and the record. Write nothing about a member.",
        widget=forms.TextInput,
    )
    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def clean_review_again_on(self) -> date | None:
        again: date | None = self.cleaned_data["review_again_on"]
        if self.cleaned_data.get("decision") != APPROVE:
            return None
        if again is None:
            raise forms.ValidationError("Say when it is to be reviewed again.")
        return again


def a_year_from(today: date) -> date:
    """When an entry is usually reviewed again."""
    return today + _AGAIN
