"""What is sent to the pages that registers share."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm


class UploadForm(PostedForm):
    """A file to look over."""

    file = forms.FileField(
        label="CSV file",
        help_text="At most 5,000 lines and 2 MB, saved as “CSV UTF-8”; commas or semicolons.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class SheetForm(PostedForm):
    """A register's file to look over."""

    file = forms.FileField(
        label="CSV or JSON file",
        help_text="At most 2 MB. CSV saved as “CSV UTF-8”, with commas or semicolons.",
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )


class ConfirmForm(PostedForm):
    """What to do with a file that was looked over: the number of lines to leave out."""

    leave_out = forms.IntegerField(min_value=0, max_value=5_000, widget=forms.HiddenInput)


class PreviewForm(forms.Form):
    """Which page of a preview."""

    good_from = forms.IntegerField(required=False, min_value=0, max_value=100_000)
    bad_from = forms.IntegerField(required=False, min_value=0, max_value=100_000)

    def start(self, name: str) -> int:
        return (self.cleaned_data.get(name) or 0) if self.is_valid() else 0


class AttachmentForm(PostedForm):
    """A file for a record."""

    file = forms.FileField(
        label="File",
        help_text="PDF, PNG, JPEG, DOCX, CSV, JSON or plain text, at most 10 MB.",
    )


class ListForm(forms.Form):
    """What is asked of a list: words to find, filters, a page."""

    q = forms.CharField(
        required=False,
        label="Search",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    page = forms.IntegerField(
        required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, filters: dict[str, tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(data)
        for name, (label, choices) in filters.items():
            self.fields[name] = forms.ChoiceField(
                required=False, label=label, choices=[("", "All"), *choices]
            )


def near(day: date) -> date:
    """A day within twenty years. Raises ``ValidationError``: it is mistyped."""
    if abs(day.year - timezone.localdate().year) > 20:
        raise forms.ValidationError("Look at the year again.")
    return day
