"""How a page with a form answers: what is wrong is said on it, with a 4xx."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: forms.Form
) -> HttpResponse:
    """The page with its form; 400 where what was sent is wrong."""
    wrong = form.is_bound and not form.is_valid()
    return render(request, template, {"form": form, **context}, status=400 if wrong else 200)
