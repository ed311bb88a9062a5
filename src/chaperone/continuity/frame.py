"""The pages of this room beside each other."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest

from chaperone.access.forms import PostedForm

READ, MANAGE = "continuity.read", "continuity.manage"
PURPOSE = "operations"


class Tab(NamedTuple):
    """A page beside the one that is shown."""

    label: str
    url: str


TABS = (
    Tab("Overview", "continuity:overview"),
    Tab("Backups", "continuity:backups:backups"),
    Tab("Recovery order", "continuity:recovery:order"),
    Tab("Whom to call", "continuity:recovery:contacts"),
    Tab("Drills", "continuity:drills:register"),
)


def sent(request: HttpRequest) -> Any:
    """What was posted; None where nothing was."""
    return request.POST if request.method == "POST" else None


def done(form: PostedForm | forms.Form, act: Callable[[], Any], refused: type[Exception]) -> bool:
    """Whether what was sent is good and was done; else the form says why not."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except refused as problem:
        form.add_error(None, str(problem))
    return not form.errors
