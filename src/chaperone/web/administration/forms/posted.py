"""What the forms of these pages have in common: they say no in a sentence, and with a 4xx."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chaperone.access.forms import PostedForm

REASON_LENGTH = 500


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
