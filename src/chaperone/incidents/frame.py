"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

PURPOSE = "operations"
READ, MANAGE = "incidents.read", "incidents.manage"


def sent(request: HttpRequest) -> Any:
    """What was posted; None where nothing was."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, act: Callable[[], Any], refused: type[Exception]) -> bool:
    """Whether what was sent is good and was done; else the form says why not."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except refused as problem:
        form.add_error(None, str(problem))
    return not form.errors
