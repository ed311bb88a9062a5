from uuid import UUID

from django import forms

from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise

NOBODY_FOUND = "None of the members you can reach has this number."


class SearchForm(forms.Form):
    """Exact search for a member, by telephone number."""

    phone = forms.CharField(
        max_length=32, error_messages={"required": "Type the whole number first."}
    )

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        try:
            return normalise(typed)
        except SmsError as problem:
            raise forms.ValidationError(
                "That is not a telephone number with its country code, such as +1 617 555 0100."
            ) from problem


class PageForm(forms.Form):
    """Which page of a register is asked for: the entries before this one."""

    before = forms.UUIDField(required=False)

    def entry(self) -> UUID | None:
        """The entry to start before; None for the newest page, or where it makes no sense."""
        return self.cleaned_data["before"] if self.is_valid() else None
