from typing import Any
from uuid import UUID

from django import forms

from chaperone.web.administration.forms.posted import ReasonForm


class AssignForm(ReasonForm):
    """A coach for one more care team."""

    coach = forms.ChoiceField(label="Coach")
    field_order = ("coach", "reason")

    def __init__(self, data: Any = None, *, people: dict[UUID, str]) -> None:
        super().__init__(data, auto_id="assign_%s")
        chosen = [(str(user_id), name) for user_id, name in people.items()]
        self.fields["coach"].choices = chosen  # type: ignore[attr-defined]
