"""What is typed about a copy of ePHI."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm, ReasonForm
from chaperone.facilities.queries.copies import WHAT

_LASTS = {"1": "24 hours", "7": "7 days", "30": "30 days"}
_ABOUT = {"member": "One member", "everybody": "Anybody of the organization"}
_BY = {"page": "Me, on a page", "command": "An operator, at the command line"}
_TIMES = {"once": "Once", "often": "As often as needed until then"}


class CopyForm(PostedForm):
    """What is needed, why and until when (45 CFR 164.502(b): the least that does)."""

    elements = forms.MultipleChoiceField(
        label="What is copied",
        choices=list(WHAT.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.ChoiceField(label="Of whom", choices=list(_ABOUT.items()))
    member = forms.UUIDField(
        required=False,
        label="Which member",
        help_text="For one member: their id, as entries show it.",
    )
    by = forms.ChoiceField(label="Who makes the copy", choices=list(_BY.items()))
    times = forms.ChoiceField(label="How often", choices=list(_TIMES.items()))
    lasts = forms.ChoiceField(label="Until when", choices=list(_LASTS.items()))
    destination = forms.CharField(
        label="Where it goes",
        max_length=200,
        help_text="For example: the auditor's encrypted drive, handed over in person.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea,
        help_text="Kept sealed. Write no member's name and nothing about their health.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        one, member = cleaned.get("about") == "member", cleaned.get("member")
        if one and not member and "member" not in self.errors:
            self.add_error("member", "Which one? Give the member's id.")
        if not one and member:
            self.add_error("member", "Leave this empty, or ask for one member only.")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What ``ask_for_copy`` takes."""
        asked = self.cleaned_data
        return {
            "elements": asked["elements"],
            "member_id": asked["member"],
            "by_command": asked["by"] == "command",
            "single_use": asked["times"] == "once",
            "ends_at": self._ends_at(),
            "destination": asked["destination"],
            "reason": asked["reason"],
        }

    def _ends_at(self) -> datetime:
        return timezone.now() + timedelta(days=int(self.cleaned_data["lasts"]))


class CopyDecisionForm(PostedForm, ReasonForm):
    """An officer's decision on a copy. The button that was pressed says which."""

    decision = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")], widget=forms.HiddenInput
    )
    field_order = ("reason", "decision")

    def __iter__(self) -> Iterator[forms.BoundField]:
        """What is typed. Were the decision a field of the page as well, it would be sent twice."""
        return iter([self["reason"]])
