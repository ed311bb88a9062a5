from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm
from chaperone.members.models import Member
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise_typed
from chaperone.web.administration.forms.posted import ReasonForm

Teams = dict[UUID, str]


class RegisterForm(forms.Form):
    """Which members are asked for."""

    care_team = forms.ChoiceField(required=False, label="Care team")
    status = forms.ChoiceField(
        required=False, label="Membership", choices=[("", "Any"), *Member.Status.choices]
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, teams: Teams) -> None:
        super().__init__(data)
        self.fields["care_team"].choices = _choices(teams, "All")  # type: ignore[attr-defined]


class MemberForm(PostedForm):
    """A new member."""

    name = forms.CharField(max_length=200, label="Name")
    phone = forms.CharField(
        max_length=32,
        label="Phone number",
        help_text="Of their own mobile phone, such as +1 617 555 0101.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    birth_date = forms.DateField(
        required=False,
        label="Birth date",
        help_text="Such as 1961-04-09. May stay empty.",
        input_formats=["%Y-%m-%d"],
        widget=forms.TextInput,
    )
    street = forms.CharField(
        required=False,
        max_length=200,
        label="Street and number",
        help_text="For emergencies. May stay empty.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postal_code = forms.CharField(
        required=False,
        max_length=16,
        label="Postal code",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    care_team = forms.ChoiceField(label="Care team")

    def __init__(self, data: Any = None, *, teams: Teams) -> None:
        super().__init__(data)
        self.fields["care_team"].choices = _choices(teams, "")  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        try:
            return normalise_typed(str(self.cleaned_data["phone"]))
        except SmsError as problem:
            raise forms.ValidationError(
                f"{problem} Write the whole number with its country code."
            ) from problem

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not 1900 <= born.year <= timezone.localdate().year:
            raise forms.ValidationError("Nobody alive was born on that day.")
        return born


class MoveForm(ReasonForm):
    """Another care team for a member."""

    care_team = forms.ChoiceField(label="Care team")
    field_order = ("care_team", "reason")

    def __init__(self, data: Any = None, *, teams: Teams, now: UUID) -> None:
        super().__init__(data, initial={"care_team": str(now)})
        self.fields["care_team"].choices = _choices(teams, "")  # type: ignore[attr-defined]


class CareTeamForm(PostedForm):
    """The name of a care team."""

    name = forms.CharField(max_length=200, label="Name")


def _choices(teams: Teams, none: str) -> list[tuple[str, str]]:
    chosen = [(str(team_id), name) for team_id, name in teams.items()]
    return [("", none), *chosen] if none else chosen
