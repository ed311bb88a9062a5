"""What is typed about a release."""

import re

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.risks.models import Release

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]*")


def _text(label: str, most: int, hint: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea, help_text=hint)


class AssessmentForm(PostedForm):
    """The assessment of a release."""

    changes = _text("What changes", 4000, "For the people who use it, and for those who run it.")
    ephi = _text(
        "Which of members' data it touches",
        2000,
        "What is newly stored, shown, sent or destroyed; say “none” where that is so.",
    )
    risk = forms.ChoiceField(label="How risky it is", choices=Release.Risk.choices)
    risks = _text("What could go wrong, and what keeps it from that", 2000, "")
    tests = _text("How it was tried", 2000, "Which tests ran, where, and what came of them.")
    way_back = _text("The way back", 2000, "How one returns to the version before, and until when.")


class ReleaseForm(AssessmentForm):
    """A version that has no record yet."""

    version = forms.CharField(
        label="Version", max_length=40, help_text="As the program names itself, such as 0.2.0."
    )
    field_order = ("version", "changes", "ephi", "risk", "risks", "tests", "way_back")

    def clean_version(self) -> str:
        """The version without what no version has."""
        version = str(self.cleaned_data["version"]).strip()
        if not _VERSION.fullmatch(version):
            raise forms.ValidationError("Write letters, digits, dots and dashes, such as 0.2.0.")
        return version


class DecisionForm(PostedForm):
    """Whether it may ship."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[("approve", "It may ship"), ("refuse", "It must not ship")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Why", max_length=500, widget=forms.Textarea)
