from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.accounts.actions.identity import LONGEST_NOTE, WAYS
from chaperone.web.administration.forms.posted import ReasonForm


class StaffSearchForm(forms.Form):
    """Who is looked for."""

    name = forms.CharField(required=False, max_length=200, label="Name or e-mail address")
    after = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class InviteForm(ReasonForm):
    """Somebody new, and what they shall be able to do."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(max_length=254, label="E-mail address")
    role = forms.ChoiceField(
        label="Role to ask for",
        help_text="A security officer approves it; until then it opens nothing.",
    )
    care_team = forms.ChoiceField(
        required=False, label="Care team", help_text="For coaches: whose members they look after."
    )
    field_order = ("name", "email", "role", "care_team", "reason")

    def __init__(self, data: Any = None, *, roles: dict[str, str], teams: dict[UUID, str]) -> None:
        super().__init__(data)
        self.fields["role"].choices = list(roles.items())  # type: ignore[attr-defined]
        chosen = [(str(team_id), name) for team_id, name in teams.items()]
        whole = ("", "The whole organization")
        self.fields["care_team"].choices = [whole, *chosen]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("role") == "coach" and not cleaned.get("care_team"):
            self.add_error("care_team", "A coach works in a care team. Choose one.")
        return cleaned


class IdentityForm(PostedForm):
    """How somebody made sure who a person is."""

    how = forms.ChoiceField(label="How did you make sure who they are?", choices=list(WAYS.items()))
    note = forms.CharField(
        max_length=LONGEST_NOTE, required=False, label="Note", widget=forms.TextInput
    )


class ResetForm(IdentityForm):
    """The same, before a link for a new password is sent."""

    lost_factors = forms.BooleanField(
        required=False,
        label="They lost their second factor, too: remove it, so that they set up a new one.",
    )
