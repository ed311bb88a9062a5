"""What is typed about addressable specifications."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.risks.models import SpecificationDecision


class WriteForm(PostedForm):
    """What shall be decided, and why."""

    choice = forms.ChoiceField(
        label="What you decide",
        choices=SpecificationDecision.Choice.choices,
        widget=forms.RadioSelect,
    )
    reasoning = forms.CharField(
        label="Why, and how",
        max_length=4000,
        widget=forms.Textarea,
        help_text="How it is done; or what you do instead; or why it is not reasonable here, given"
        " your size, your risks, and what it costs (45 CFR 164.306(b)(2)).",
    )


class SignForm(PostedForm):
    """Which drafts are signed."""

    decision_ids = forms.TypedMultipleChoiceField(
        label="Which of them", coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, drafts: Mapping[UUID, str]) -> None:
        super().__init__(data, initial={"decision_ids": [str(each) for each in drafts]})
        choices = [(str(each), label) for each, label in drafts.items()]
        self.fields["decision_ids"].choices = choices  # type: ignore[attr-defined]


class ReviewForm(PostedForm):
    """Why it stays."""

    note = forms.CharField(
        label="What you looked at",
        max_length=500,
        widget=forms.Textarea,
        help_text="What has changed since, and why the decision is right all the same.",
    )
