"""What is typed about an auditor."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm

LONGEST = timedelta(days=366)


class AuditorForm(PostedForm):
    """Who, until when, and why."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", max_length=254)
    until = forms.DateField(
        label="Last day",
        widget=forms.DateInput({"type": "date"}),
        help_text="Within a year. It can be ended earlier at any time.",
    )
    reason = forms.CharField(
        label="For which audit",
        max_length=500,
        help_text="Such as: yearly evaluation by Harper & Lowe.",
    )

    def clean_until(self) -> date:
        """Today or later, within a year."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise forms.ValidationError("This day is over.")
        if until > today + LONGEST:
            raise forms.ValidationError("A year at most. It can be given anew.")
        return until
