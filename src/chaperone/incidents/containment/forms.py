"""Whom something is done to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of


class ConfirmForm(PostedForm):
    """A step that concerns everybody: nothing is asked but the click."""


class PersonForm(PostedForm):
    """A step that concerns one person."""

    target_id = forms.TypedChoiceField(label="Whom", coerce=UUID)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["target_id"].choices = choices_of(people, "Choose a person")  # type: ignore[attr-defined]
