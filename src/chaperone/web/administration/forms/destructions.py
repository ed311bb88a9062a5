from typing import Any

from django import forms
from django.core.validators import RegexValidator

from chaperone.access.forms import PostedForm
from chaperone.retention.models import Destruction

CONFIRMED = "DESTROY"
# Outlives the member's data in certificate and ledger, so that nothing else fits in.
_FILE_NUMBER = RegexValidator(
    r"(?=.*[0-9])[A-Za-z0-9./#-]+\Z",
    "Letters, digits and . / # - only, with a digit: the number of a file, nothing about a person.",
)


def _confirmation() -> forms.CharField:
    return forms.CharField(
        max_length=20,
        required=False,
        label=f"To confirm, type {CONFIRMED}",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AskForm(PostedForm):
    """That a member's data be destroyed."""

    basis = forms.ChoiceField(
        label="Why", choices=[("", "Choose a reason"), *Destruction.Basis.choices]
    )
    file_number = forms.CharField(
        max_length=40,
        required=False,
        label="File number",
        help_text="Where the request or order is filed, such as 2026/117. May stay empty.",
        validators=[_FILE_NUMBER],
    )
    confirmation = _confirmation()

    def clean_confirmation(self) -> str:
        return _confirmed(self.cleaned_data)


class DecideForm(PostedForm):
    """A second person's word."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[
            ("", "Choose"),
            ("approve", "Approve: destroy the data, for ever"),
            ("refuse", "Refuse: keep the data"),
        ],
    )
    confirmation = _confirmation()

    def clean_confirmation(self) -> str:
        if self.cleaned_data.get("decision") == "refuse":
            return ""
        return _confirmed(self.cleaned_data)


def _confirmed(cleaned: dict[str, Any]) -> str:
    typed = str(cleaned["confirmation"])
    if typed.strip() != CONFIRMED:
        raise forms.ValidationError(f"Type {CONFIRMED} in capital letters to confirm.")
    return typed
