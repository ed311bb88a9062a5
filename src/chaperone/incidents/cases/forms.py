"""What is typed about incidents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm, choices_of
from chaperone.incidents.kinds import CHOICES
from chaperone.incidents.models import Duty, Severity, Stage

_SEALED = "It is kept sealed. Name members by their id, not by their name."
_DAY = forms.DateInput({"type": "date"})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OpenForm(PostedForm):
    """A new incident, or a drill."""

    title = forms.CharField(label="What happened, in a line", max_length=200, help_text=_SEALED)
    kind = forms.ChoiceField(label="What kind of incident is it?", choices=CHOICES)
    severity = forms.ChoiceField(
        label="How bad is it?",
        required=False,
        choices=[("", "As such incidents are taken for at first"), *Severity.choices],
    )
    about_id = forms.TypedChoiceField(
        label="Is it about a colleague?",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="They never see it, whatever their role is, and it is confidential.",
    )

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["about_id"].choices = choices_of(people, "No, or nobody knows yet")  # type: ignore[attr-defined]


class DrillForm(PostedForm):
    """A drill: what is played."""

    title = forms.CharField(
        label="What is played, in a line",
        max_length=200,
        help_text="Such as: a coach calls, her laptop is gone and she is signed in on it.",
    )
    kind = forms.ChoiceField(label="What kind of incident is played?", choices=CHOICES)


class CaseForm(OpenForm):
    """What is known of it by now."""

    severity = forms.ChoiceField(label="How bad is it?", choices=Severity.choices)
    confidential = forms.BooleanField(
        label="Confidential: only those who run incidents see it", required=False
    )
    discovered_at = forms.DateTimeField(
        label="Discovered",
        widget=_moment(),
        help_text="When any of us knew, or would have known by looking. The clocks of a breach"
        " begin here (45 CFR 164.404(a)(2)).",
    )
    happened_from = forms.DateTimeField(label="Began", required=False, widget=_moment())
    happened_until = forms.DateTimeField(label="Ended", required=False, widget=_moment())
    field_order = (
        "title",
        "kind",
        "severity",
        "discovered_at",
        "happened_from",
        "happened_until",
        "about_id",
        "confidential",
    )

    def clean(self) -> dict[str, Any]:
        """Nothing is in the future, nor ends before it began."""
        cleaned = super().clean()
        for name in ("discovered_at", "happened_from", "happened_until"):
            at: datetime | None = cleaned.get(name)
            if at and at > timezone.now():
                self.add_error(name, "This is in the future.")
        begun, ended = cleaned.get("happened_from"), cleaned.get("happened_until")
        if begun and ended and ended < begun:
            self.add_error("happened_until", "It ends before it began.")
        return cleaned


class NoteForm(PostedForm):
    """What somebody saw, decided or said."""

    text = forms.CharField(
        label="What was seen, decided or said",
        max_length=4000,
        widget=forms.Textarea,
        help_text=_SEALED + " It is not changed afterwards.",
    )
    happened_at = forms.DateTimeField(
        label="When", required=False, widget=_moment(), help_text="Leave it empty for now."
    )

    def clean_happened_at(self) -> datetime | None:
        """Not in the future."""
        at: datetime | None = self.cleaned_data["happened_at"]
        if at and at > timezone.now():
            raise forms.ValidationError("This is in the future.")
        return at


class TeamForm(PostedForm):
    """Somebody for the team."""

    user_id = forms.TypedChoiceField(label="Who", coerce=UUID)
    part = forms.ChoiceField(label="Sees to", choices=Duty.Part.choices)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["user_id"].choices = choices_of(people)  # type: ignore[attr-defined]


class AssignForm(PostedForm):
    """Whose a task is, and until when."""

    owner_id = forms.TypedChoiceField(
        label="Who does it", required=False, coerce=UUID, empty_value=None
    )
    due_on = forms.DateField(label="Until, and on that day still", widget=_DAY)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]


class TaskForm(AssignForm):
    """A task of one's own."""

    what = forms.CharField(
        label="What is to be done", max_length=500, widget=forms.Textarea, help_text=_SEALED
    )
    stage = forms.ChoiceField(label="Belongs to", choices=Stage.choices)
    required = forms.BooleanField(label="It must be done before its stage ends", required=False)
    field_order = ("what", "stage", "owner_id", "due_on", "required")


class FinishForm(PostedForm):
    """What came of a task."""

    outcome = forms.CharField(
        label="What was done, or why it is not needed",
        max_length=1000,
        widget=forms.Textarea,
        help_text=_SEALED,
    )
    not_needed = forms.BooleanField(label="It is not needed here", required=False)
