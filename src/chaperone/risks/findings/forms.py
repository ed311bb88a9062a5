"""What is typed about findings."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import NO_NAMES, PostedForm, choices_of
from chaperone.risks.findings.actions.exceptions import LONGEST_DAYS
from chaperone.risks.models import Finding, Severity

_DAY = forms.DateInput({"type": "date"})


class OwnerForm(PostedForm):
    """Who mends it."""

    owner_id = forms.TypedChoiceField(
        label="Who mends it", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]


class FindingForm(OwnerForm):
    """A finding that no file reported."""

    title = forms.CharField(label="What is wrong, in a line", max_length=200)
    severity = forms.ChoiceField(label="How bad is it", choices=Severity.choices)
    place = forms.CharField(
        label="Where", max_length=300, help_text="Host, component, file or page."
    )
    rule = forms.CharField(
        label="Its number",
        max_length=120,
        required=False,
        help_text="Such as CVE-2026-12345, or the number in a report.",
    )
    description = forms.CharField(
        label="More about it", max_length=2000, required=False, widget=forms.Textarea
    )
    remedy = forms.CharField(
        label="What to do about it", max_length=1000, required=False, widget=forms.Textarea
    )
    evaluation_id = forms.TypedChoiceField(
        label="Found by the evaluation", required=False, coerce=UUID, empty_value=None
    )
    field_order = ("title", "severity", "place", "rule", "description", "remedy", "owner_id")

    def __init__(
        self,
        data: Any = None,
        *,
        people: Mapping[UUID, str],
        evaluations: Mapping[UUID, str],
        **options: Any,
    ) -> None:
        super().__init__(data, people=people, **options)
        self.fields["evaluation_id"].choices = choices_of(evaluations, "None")  # type: ignore[attr-defined]


class UploadForm(PostedForm):
    """A file of findings."""

    source = forms.CharField(
        label="Which scan is it of?",
        max_length=80,
        help_text="Such as “Container image, weekly”. Call the same scan the same each time, so"
        " that what it reports again is updated and not entered twice.",
    )
    whole = forms.BooleanField(
        label="The file lists everything that this scan finds now",
        required=False,
        help_text="Then what it does not list any more is shown as not seen any more, for a person"
        " to close.",
    )
    evaluation_id = forms.TypedChoiceField(
        label="Belongs to the evaluation", required=False, coerce=UUID, empty_value=None
    )
    file = forms.FileField(
        label="File",
        help_text="SARIF 2.1.0, CycloneDX VEX (JSON, 1.4 to 1.7) or CSV; at most 2 MB and 2,000"
        " findings.",
    )

    def __init__(self, *args: Any, evaluations: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evaluation_id"].choices = choices_of(evaluations, "None")  # type: ignore[attr-defined]


class CloseForm(PostedForm):
    """Why a finding is closed."""

    how = forms.ChoiceField(label="Why", choices=Finding.How.choices)
    note = forms.CharField(
        label="How you know", max_length=500, widget=forms.Textarea, help_text=NO_NAMES
    )


class ReopenForm(PostedForm):
    """Why a finding is opened again."""

    note = forms.CharField(label="Why", max_length=500, widget=forms.Textarea, help_text=NO_NAMES)


class ExceptionForm(PostedForm):
    """More time."""

    reason = forms.CharField(
        label="Why it cannot be mended in time",
        max_length=1000,
        widget=forms.Textarea,
        help_text=NO_NAMES,
    )
    safeguards = forms.CharField(
        label="What protects until then", max_length=1000, widget=forms.Textarea
    )
    until = forms.DateField(
        label="Until, and on that day still",
        widget=_DAY,
        help_text=f"At most {LONGEST_DAYS} days from today.",
    )

    def clean_until(self) -> date:
        """A day to come, and not too far."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            raise forms.ValidationError("Choose a day after today.")
        if until > today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(f"An exception lasts {LONGEST_DAYS} days at most.")
        return until


class DecisionForm(PostedForm):
    """Somebody else's decision."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[("approve", "Give the time"), ("refuse", "Refuse it")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Why", max_length=500, widget=forms.Textarea, help_text=NO_NAMES)
