"""What is typed about recovery."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of
from chaperone.continuity.recovery.lengths import as_length, minutes_of


class LengthField(forms.CharField):
    """A length of time in words, in minutes for the program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        """Minutes as people read them; what was typed as it was typed."""
        return as_length(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Minutes. Raises ``ValidationError``."""
        try:
            return minutes_of(super().clean(value))
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class SystemForm(PostedForm):
    """A line of the criticality analysis."""

    name = forms.CharField(label="Application or data", max_length=120)
    about = forms.CharField(label="What it is for", max_length=500, required=False)
    outage_minutes = LengthField(
        label="How long may it be away?", help_text="Such as 4 hours. None: not at all."
    )
    loss_minutes = LengthField(
        label="Of how long may its data be lost?",
        help_text="Such as 1 day. None: nothing may be lost.",
    )
    needs = forms.TypedMultipleChoiceField(
        label="What must be there before it?",
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    restored = forms.BooleanField(
        label="It comes back with a restore of this platform",
        required=False,
        help_text="Then restore drills are held against its times.",
    )
    how = forms.CharField(
        label="How is it brought back?", max_length=1000, required=False, widget=forms.Textarea
    )
    meanwhile = forms.CharField(
        label="What do we do meanwhile?", max_length=1000, required=False, widget=forms.Textarea
    )
    asset_id = forms.TypedChoiceField(
        label="The same in the inventory", required=False, coerce=UUID, empty_value=None
    )
    owner_id = forms.TypedChoiceField(
        label="Who sees to it", required=False, coerce=UUID, empty_value=None
    )

    def __init__(
        self,
        data: Any = None,
        *,
        systems: Mapping[UUID, str],
        assets: Mapping[str, str],
        people: Mapping[UUID, str],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        choices: dict[str, list[tuple[str, str]]] = {
            "needs": choices_of(systems),
            "asset_id": [("", "None of it"), *assets.items()],
            "owner_id": choices_of(people, "Nobody yet"),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class RetireForm(PostedForm):
    """Why a system counts no more."""

    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea)


class ContactForm(PostedForm):
    """Somebody to call."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="A person, a company or an office."
    )
    reason = forms.CharField(label="What to call them for", max_length=200)
    phone = forms.CharField(label="Telephone", max_length=60, required=False)
    other = forms.CharField(
        label="Another way to reach them",
        max_length=200,
        required=False,
        help_text="Such as an e-mail address, or a customer number to name.",
    )
    hours = forms.CharField(
        label="When they can be reached", max_length=100, required=False, help_text="Such as 24/7."
    )
    note = forms.CharField(label="Note", max_length=300, required=False)
    place = forms.IntegerField(
        label="Place in the order of calls",
        min_value=1,
        max_value=999,
        initial=50,
        help_text="1 is called first.",
    )


class PutAwayForm(PostedForm):
    """Where a print lies."""

    where = forms.CharField(
        label="Where does the print lie?",
        max_length=200,
        help_text="Such as: in the on-call folder, and at home with each officer.",
    )


class SignForm(PostedForm):
    """The text that was read comes back with the signature, so that nothing else is signed."""

    digest = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
