"""Looking over a file before it is imported: a page of good lines, a page of what is wrong."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest

from chaperone.registers.forms import ConfirmForm, PreviewForm
from chaperone.registers.sheets import Sheet

SHOWN_LINES = 100
# A form's own few fields beside the file.
_ROOM = 10_000


class Part(NamedTuple):
    """Some lines of a long list, and where the next ones begin."""

    rows: Sequence[Any]
    start: int
    total: int

    @property
    def next(self) -> int | None:
        end = self.start + SHOWN_LINES
        return end if end < self.total else None


def is_too_large(request: HttpRequest, most: int) -> bool:
    """Whether more was sent than a file of ``most`` bytes: such a file was not kept anywhere."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > most + _ROOM


def may_import(form: ConfirmForm, sheet: Sheet) -> bool:
    """Whether somebody confirmed what is on the page, and there is something to import."""
    if not form.is_bound or not form.is_valid():
        return False
    if form.cleaned_data["leave_out"] != sheet.bad_lines:
        form.add_error(None, "What is wrong with the file has changed. Look it over again.")
    elif not sheet.good:
        form.add_error(None, "No line of the file can be imported.")
    return form.is_valid()


def preview(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What a page of a preview shows: some good lines and some findings."""
    asked = PreviewForm(request.GET)
    return {
        "good": _part(sheet.good, asked.start("good_from")),
        "bad": _part(sheet.findings, asked.start("bad_from")),
        "bad_lines": sheet.bad_lines,
    }


def _part(rows: Sequence[Any], start: int) -> Part:
    return Part(rows[start : start + SHOWN_LINES], start, len(rows))
