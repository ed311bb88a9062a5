"""What is typed about a week's activity."""

from typing import Any

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.detection.models import ReviewedAccess

_Verdict = ReviewedAccess.Verdict


class JudgeForm(PostedForm):
    """Whether an access is fine."""

    verdict = forms.ChoiceField(
        label="Is it fine?", choices=[each for each in _Verdict.choices if each[0]]
    )
    note = forms.CharField(
        label="Note, kept sealed",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict and verdict != _Verdict.FINE and not cleaned.get("note"):
            self.add_error("note", "Say what is to be asked, or what is not fine.")
        return cleaned
