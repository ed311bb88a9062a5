from typing import cast
from uuid import UUID

from django import forms

from chaperone.conversations.queries.inbox import SHOWS, Show


class ReplyForm(forms.Form):
    """What a coach writes to a member; 1,600 characters is the longest text a carrier takes."""

    body = forms.CharField(
        label="Your reply", max_length=1600, widget=forms.Textarea(attrs={"rows": 3})
    )


class InboxForm(forms.Form):
    """What part of the inbox to show."""

    show = forms.ChoiceField(choices=[(show, show) for show in SHOWS], required=False)
    after = forms.UUIDField(required=False)

    def chosen(self) -> tuple[Show, UUID | None]:
        """What is asked for; the first page of one's own teams where the address is odd."""
        if not self.is_valid():
            return "team", None
        show = cast(Show, self.cleaned_data["show"] or "team")
        return show, self.cleaned_data["after"]


class PageForm(forms.Form):
    """Which page of a thread."""

    before = forms.UUIDField(required=False)

    def message(self) -> UUID | None:
        """The message that follows the page; None for the newest, or where the address is odd."""
        return self.cleaned_data["before"] if self.is_valid() else None
