"""What the forms of these pages have in common: they say no in a sentence, and with a 4xx."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

REASON_LENGTH = 500


class PostedForm(forms.Form):
    """Refuses a field that came more than once: which of the two was meant cannot be known."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(self.data, QueryDict) and len(self.data.getlist(name)) > 1:
                raise forms.ValidationError(
                    "%(field)s was sent more than once. Load the page again, and fill it in anew.",
                    params={"field": field.label or name},
                )
        return cleaned


class ReasonForm(PostedForm):
    """For what is done to somebody: why, for the record."""

    reason = forms.CharField(
        max_length=REASON_LENGTH,
        label="Reason",
        help_text="For the record. Write nothing about a member's health.",
        widget=forms.TextInput,
    )


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: forms.Form
) -> HttpResponse:
    """The page with its form; 400 where what was sent is wrong."""
    wrong = form.is_bound and not form.is_valid()
    return render(request, template, {"form": form, **context}, status=400 if wrong else 200)
