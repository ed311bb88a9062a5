from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access import sentences
from chaperone.access.forms import choices_of
from chaperone.facilities.queries.copies import Approval
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Filters
from chaperone.web.ledger.words import OUTCOMES, room_name

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_ROOM = "room:"
Choices = list[tuple[str, Any]]


class PeriodForm(forms.Form):
    """From when until when."""

    since = forms.DateTimeField(
        required=False,
        label="From",
        help_text="Such as 2026-11-22 08:00.",
        widget=forms.TextInput,
    )
    until = forms.DateTimeField(required=False, label="Until", widget=forms.TextInput)

    def clean_since(self) -> datetime | None:
        return self._within("since")

    def clean_until(self) -> datetime | None:
        return self._within("until")

    def _within(self, name: str) -> datetime | None:
        at: datetime | None = self.cleaned_data[name]
        if at and not _FIRST <= at <= _LAST:
            raise forms.ValidationError("Choose a time from the year 2000 on.")
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since: datetime | None = cleaned.get("since")
        until: datetime | None = cleaned.get("until")
        if since and until and since >= until:
            raise forms.ValidationError("“From” must be before “Until”.")
        return cleaned


class AccountForm(PeriodForm):
    """Which entries are taken away."""

    member = forms.UUIDField(
        required=False,
        label="About member",
        help_text="The member's id, as entries show it. Empty: all entries of your organization.",
    )
    approval = forms.TypedChoiceField(
        required=False,
        coerce=UUID,
        empty_value=None,
        label="Approval",
        help_text="Somebody else has approved that you take entries away. It is used up here.",
    )
    field_order = ("member", "since", "until", "approval")

    def __init__(self, data: Any = None, *, approvals: Sequence[Approval] = ()) -> None:
        super().__init__(data)
        none = ("", "Choose one" if approvals else "You have none that can be used now")
        choices = [none, *((str(each.id), _approval(each)) for each in approvals)]
        self.fields["approval"].choices = choices  # type: ignore[attr-defined]


class SearchForm(PeriodForm):
    """Which entries are asked for. Every field may stay empty.

    What is sent stands in the address, so it is ids and names in code: never a member's name or
    number. ``people``: staff by id, as they are called.
    """

    who = forms.ChoiceField(required=False, label="Who did it")
    what = forms.ChoiceField(required=False, label="What happened")
    outcome = forms.ChoiceField(required=False, label="What came of it")
    element = forms.ChoiceField(required=False, label="What was opened")
    member = forms.UUIDField(
        required=False, label="About member", help_text="The member's id, as entries show it."
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("who", "what", "outcome", "element", "member", "since", "until")

    def __init__(self, data: Any, *, people: Mapping[UUID, str]) -> None:
        super().__init__(data)
        self._words: dict[tuple[str, str], str] = {}
        self._choose("who", [("", "Anybody"), *_who(people)])
        self._choose("what", [("", "Anything"), *_what()])
        self._choose("outcome", [("", "Anything"), *OUTCOMES.items()])
        self._choose("element", [("", "Anything or nothing"), *sorted(_elements())])

    def _choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        for value, words in choices:
            options = [(value, words)] if isinstance(words, str) else words
            self._words |= {(name, option): label for option, label in options}

    def words(self, name: str, value: str) -> str:
        """What a filter is set to, as people call it."""
        return self._words.get((name, value), value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("before") and cleaned.get("after"):
            raise forms.ValidationError("Ask for earlier entries or for later ones.")
        return cleaned

    def kinds(self) -> list[str]:
        """By what was searched, without what was searched for."""
        asked = [name for name, value in self.cleaned_data.items() if value]
        return sorted(set(asked) - {"before", "after"})

    def filters(self) -> Filters:
        """What ``ledger.queries.search`` is asked."""
        asked = self.cleaned_data
        found = Filters(
            member=asked["member"],
            element=asked["element"],
            since=asked["since"],
            until=asked["until"],
        )
        if asked["who"] in sentences.PROGRAMS:
            found["program"] = asked["who"]
        elif asked["who"]:
            found["person"] = UUID(asked["who"])
        if asked["what"] or asked["outcome"]:
            found["events"] = [
                event.name
                for event in registered().values()
                if _fits(event.name, asked["what"]) and asked["outcome"] in ("", event.outcome)
            ]
        return found


def _approval(approval: Approval) -> str:
    about = f"about {approval.member_id}" if approval.member_id else "all entries"
    until = f"{timezone.localtime(approval.ends_at):%Y-%m-%d %H:%M}"
    return f"{about}, until {until}, {'once' if approval.single_use else 'as often as needed'}"


def _fits(name: str, what: str) -> bool:
    if what.startswith(_ROOM):
        return name.startswith(what.removeprefix(_ROOM) + ".")
    return what in ("", name)


def _who(people: Mapping[UUID, str]) -> Choices:
    return [
        ("Programs and others", list(sentences.PROGRAMS.items())),
        ("People", choices_of(people)),
    ]


def _what() -> Choices:
    """The events of each room under its name, with one choice for all of them."""
    names = sorted(registered())
    grouped = groupby(names, key=lambda name: name.partition(".")[0])
    return [
        (
            room_name(room),
            [
                (_ROOM + room, f"Anything in {room_name(room)}"),
                *((name, registered()[name].meaning.rstrip(".")) for name in events),
            ],
        )
        for room, events in grouped
    ]


def _elements() -> Choices:
    return [(name, words) for name, words in sentences.ELEMENTS.items()]
