from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm
from chaperone.members.models import Member
from chaperone.members.particulars import (
    LANGUAGES,
    LONGEST_EMAIL,
    STATES,
    Particulars,
    email_from,
)
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


class ParticularsForm(PostedForm):
    """Where a member lives, and how they are written to."""

    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Not known"), *STATES.items()],
        help_text="Where they live. Who must be told of a breach is counted by it.",
    )
    language = forms.ChoiceField(
        required=False,
        label="Language",
        choices=[("", "Not known"), *LANGUAGES.items()],
        help_text="Letters are in it; in English and Spanish where it is not known.",
    )
    email = forms.EmailField(
        required=False,
        max_length=LONGEST_EMAIL,
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="May stay empty. Nothing about their health is ever sent to it.",
    )
    electronic = forms.BooleanField(
        required=False,
        label="They agreed to be given notice by e-mail",
        help_text="Only if they said so themselves (45 CFR 164.404(d)(1)). They may take it back.",
    )

    def clean_email(self) -> str:
        said = str(self.cleaned_data["email"])
        try:
            return email_from(said) if said else ""
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("electronic") and not found.get("email") and "email" not in self.errors:
            self.add_error("email", "Write the address that they agreed to.")
        return found

    def particulars(self) -> Particulars:
        """What was said, of a form that is valid."""
        said = self.cleaned_data
        return Particulars(said["state"], said["language"], said["email"], said["electronic"])


class MemberForm(ParticularsForm):
    """A new member."""

    field_order = (
        "name",
        "phone",
        "birth_date",
        "street",
        "postal_code",
        "state",
        "language",
        "email",
        "electronic",
        "care_team",
    )

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
