from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms

from chaperone.access.forms import choices_of
from chaperone.conversations.models import Answerer, Draft, Why
from chaperone.conversations.moves import may_move
from chaperone.conversations.queries.inbox import ONLY, SHOWS, Only, Show

_ANSWERERS = (
    (Answerer.ASSISTANT, "The assistant answers, at once, from the library"),
    (Answerer.DRAFT, "The assistant drafts; a coach approves each text"),
    (Answerer.PAUSED, "Nobody for now: texts are kept and wait for a coach"),
    (Answerer.CLOSED, "End the conversation: texts that still come are kept and wait"),
)
_REASONS = (Why.CHOSEN, Why.ASKED_FOR, Why.AWAY, Why.LOOKED_INTO, Why.CARE_ENDED)


class ReplyForm(forms.Form):
    """What a coach writes to a member; 1,600 characters is the longest text a carrier takes.

    ``draft``: the assistant's proposal that it was made of.
    """

    body = forms.CharField(
        label="Your reply", max_length=1600, widget=forms.Textarea(attrs={"rows": 3})
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)


class InboxForm(forms.Form):
    """What part of the inbox to show."""

    show = forms.ChoiceField(choices=[(show, show) for show in SHOWS], required=False)
    only = forms.ChoiceField(choices=[(only, only) for only in ONLY], required=False)
    after = forms.UUIDField(required=False)

    def chosen(self) -> tuple[Show, Only, UUID | None]:
        """What is asked for; the first page of one's own teams where the address is odd."""
        if not self.is_valid():
            return "team", "everything", None
        show = cast(Show, self.cleaned_data["show"] or "team")
        only = cast(Only, self.cleaned_data["only"] or "everything")
        return show, only, self.cleaned_data["after"]


class PageForm(forms.Form):
    """Which page of a thread, and whether the open draft is to be edited."""

    before = forms.UUIDField(required=False)
    edit = forms.UUIDField(required=False)

    def message(self) -> UUID | None:
        """The message that follows the page; None for the newest, or where the address is odd."""
        return self.cleaned_data["before"] if self.is_valid() else None

    def editing(self) -> UUID | None:
        """The draft to be edited, if any."""
        return self.cleaned_data["edit"] if self.is_valid() else None


class AnswererForm(forms.Form):
    """Who answers from now on, of those who may after ``now``, and why."""

    answerer = forms.ChoiceField(
        label="From now on", widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    why = forms.ChoiceField(
        label="Why", choices=[(each.value, each.label) for each in _REASONS], initial=Why.CHOSEN
    )

    def __init__(self, data: Any = None, *, now: str) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["answerer"])
        field.choices = [(each.value, label) for each, label in _ANSWERERS if may_move(now, each)]


class AssignForm(forms.Form):
    """Whose conversation it is, of ``people`` by id; empty for the care team's."""

    coach = forms.ChoiceField(label="Whose conversation is it?", required=False)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], now: UUID | None) -> None:
        super().__init__(data, initial={"coach": str(now or "")})
        field = cast(forms.ChoiceField, self.fields["coach"])
        named = sorted(choices_of(people), key=lambda each: each[1])
        field.choices = [("", "The care team's: nobody in particular"), *named]

    def coach_id(self) -> UUID | None:
        chosen = self.cleaned_data["coach"]
        return UUID(chosen) if chosen else None


class DaysForm(forms.Form):
    """Over how many days to look back."""

    days = forms.TypedChoiceField(choices=[(7, "7"), (28, "28")], coerce=int, required=False)

    def chosen(self) -> int:
        """A week where the address is odd."""
        return (self.cleaned_data["days"] if self.is_valid() else 0) or 7


class DiscardForm(forms.Form):
    """Why a draft is discarded."""

    flaw = forms.ChoiceField(choices=Draft.Flaw.choices)
