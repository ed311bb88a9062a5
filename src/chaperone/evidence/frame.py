"""What the pages of this room have in common."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest

READ, MANAGE = "evidence.read", "evidence.manage"
PURPOSE = "operations"


class Tab(NamedTuple):
    """A page beside the one that is shown."""

    label: str
    url: str


TABS = (
    Tab("Standards", "evidence:standards"),
    Tab("Packages for auditors", "evidence:packages"),
    Tab("Auditors", "evidence:auditors"),
    Tab("Public trust page", "evidence:trust_page"),
)


def sent(request: HttpRequest) -> Any:
    """What was posted; None where nothing was."""
    return request.POST if request.method == "POST" else None


def done(
    form: forms.Form, act: Callable[[], Any], refused: type[Exception] | tuple[type[Exception], ...]
) -> bool:
    """Whether what was sent is good and was done; else the form says why not."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except refused as problem:
        form.add_error(None, str(problem))
    return not form.errors
