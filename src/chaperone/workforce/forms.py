"""What is sent to the pages of the workforce."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise_typed
from chaperone.workforce.errors import HalfAnAddress
from chaperone.workforce.models import Confidential, Official

_DAY = forms.DateInput({"type": "date"})
_NOT_ABOUT_MEMBERS = "It is recorded. Write no member's name and nothing about anybody's health."


class PersonForm(PostedForm):
    """As what somebody works."""

    position = forms.CharField(label="Position", max_length=100)
    started_on = forms.DateField(label="Works here since", widget=_DAY)
    supervisor = forms.TypedChoiceField(
        label="Reports to", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["supervisor"].choices = choices_of(people, "Nobody")  # type: ignore[attr-defined]


class LineForm(PostedForm):
    """Who does a line of a checklist, and until when."""

    owner = forms.TypedChoiceField(
        label="Who does it", required=False, coerce=UUID, empty_value=None
    )
    due_on = forms.DateField(label="Until, and on that day still", widget=_DAY)

    def __init__(self, *args: Any, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]


class HomeForm(PostedForm):
    """Where somebody lives, and their own number. Nothing of it is ever shown again."""

    street = forms.CharField(
        label="Street and number",
        required=False,
        max_length=200,
        help_text="Such as 12 Main Street, Apt 4. How it is abbreviated does not matter.",
    )
    postal_code = forms.CharField(label="Postal code", required=False, max_length=12)
    phone = forms.CharField(
        label="Their own telephone",
        required=False,
        max_length=40,
        help_text="Such as (617) 555-0190, or with country code.",
    )

    def clean_phone(self) -> str:
        """In E.164, as members' numbers are compared."""
        typed: str = self.cleaned_data["phone"]
        try:
            return normalise_typed(typed) if typed else ""
        except SmsError as problem:
            raise forms.ValidationError("This is no telephone number.") from problem

    def clean(self) -> dict[str, Any]:
        """An address is compared whole, or by its postal code alone."""
        cleaned = super().clean()
        if cleaned.get("street") and not cleaned.get("postal_code"):
            self.add_error("postal_code", str(HalfAnAddress()))
        if not any(cleaned.values()) and not self.errors:
            raise forms.ValidationError("Nothing was typed, so nothing was changed.")
        return cleaned


class LeaveForm(PostedForm):
    """Why somebody's work here ends, and who sees to the rest."""

    reason = forms.CharField(
        label="Reason", max_length=200, widget=forms.Textarea, help_text=_NOT_ABOUT_MEMBERS
    )
    owner = forms.TypedChoiceField(
        label="Who sees to the rest", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = choices_of(people, "I do")  # type: ignore[attr-defined]


class OfficialForm(PostedForm):
    """Who is in charge, and how everybody reaches them."""

    kind = forms.ChoiceField(label="As", choices=Official.Kind.choices)
    user = forms.TypedChoiceField(label="Who", coerce=UUID)
    email = forms.EmailField(
        label="E-mail address for everybody",
        max_length=254,
        help_text="It is shown on a public page.",
    )
    phone = forms.CharField(label="Telephone for everybody", required=False, max_length=40)
    address = forms.CharField(label="Postal address", required=False, max_length=300)

    def __init__(self, *args: Any, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = choices_of(people, "Choose")  # type: ignore[attr-defined]


class SignForm(PostedForm):
    """That this text was read."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(label="I have read this agreement and will keep to it.")


class ConfidentialForm(PostedForm):
    """A sanction or a background check."""

    kind = forms.ChoiceField(label="What it is", choices=Confidential.Kind.choices)
    happened_on = forms.DateField(label="When it was", widget=_DAY)
    what = forms.CharField(
        label="What is to be kept",
        max_length=4000,
        widget=forms.Textarea,
        help_text="Sealed; few may read it, and each reading is recorded. No member's name.",
    )
