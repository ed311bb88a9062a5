"""What is typed about alerts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.detection.models import Verdict

_SEALED = "It is kept sealed; the ledger says that you did it, and not what you wrote."


class NoteForm(PostedForm):
    """What was found out."""

    text = forms.CharField(
        label="What did you find out?", max_length=2000, widget=forms.Textarea, help_text=_SEALED
    )


class AssignForm(PostedForm):
    """Who looks into it."""

    user_id = forms.TypedChoiceField(label="Who looks into it", coerce=UUID, empty_value=None)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", "Choose"), *((str(user_id), name) for user_id, name in people.items())]
        self.fields["user_id"].choices = choices  # type: ignore[attr-defined]


class CloseForm(PostedForm):
    """The verdict, and why."""

    verdict = forms.ChoiceField(
        label="What was it?",
        choices=[each for each in Verdict.choices if each[0]],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="How do you know?", max_length=2000, widget=forms.Textarea, help_text=_SEALED
    )


class ReopenForm(PostedForm):
    """Why it is opened again."""

    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea, help_text=_SEALED)
