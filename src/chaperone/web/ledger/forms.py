from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from chaperone.ledger.events import registered


class SearchForm(forms.Form):
    """Which entries are asked for. Every field may stay empty."""

    person = forms.ChoiceField(required=False, label="Who did it")
    member = forms.UUIDField(
        required=False, label="About member", help_text="The member's id, as entries show it."
    )
    event = forms.ChoiceField(required=False, label="What happened")
    since = forms.DateTimeField(required=False, label="From", widget=forms.DateTimeInput)
    until = forms.DateTimeField(required=False, label="Until", widget=forms.DateTimeInput)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, people: dict[UUID, str]) -> None:
        super().__init__(data)
        chosen = [(str(user_id), name) for user_id, name in people.items()]
        self.fields["person"].choices = [("", "Anybody"), *chosen]  # type: ignore[attr-defined]
        events = sorted(registered().values(), key=lambda event: event.name)
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            ("", "Anything"),
            *((event.name, event.name) for event in events),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since: datetime | None = cleaned.get("since")
        until: datetime | None = cleaned.get("until")
        if since and until and since >= until:
            raise forms.ValidationError("“From” must be before “Until”.")
        return cleaned

    def filters(self) -> dict[str, Any]:
        """Arguments for ``ledger.queries.search``."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "person" in found:
            found["person"] = UUID(found["person"])
        return found
