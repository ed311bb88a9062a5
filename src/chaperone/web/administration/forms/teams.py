from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import choices_of
from chaperone.web.administration.forms.posted import ReasonForm


class AssignForm(ReasonForm):
    """A coach for one more care team."""

    coach = forms.ChoiceField(label="Coach")
    field_order = ("coach", "reason")

    def __init__(self, data: Any = None, *, people: dict[UUID, str]) -> None:
        super().__init__(data, auto_id="assign_%s")
        self.fields["coach"].choices = choices_of(people)  # type: ignore[attr-defined]
