"""What people are told, and what became of letters."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.facilities.queries.copies import Approval
from chaperone.incidents.assessing.settings import TOLL_FREE
from chaperone.incidents.models import Delivery
from chaperone.incidents.notifying.elements import ELEMENTS, LANGUAGES

_LONGEST = 2000
_MOST_MEMBERS = 500


class NoticeForm(forms.Form):
    """Every element of 164.404(c), in each language. A draft may lack some; an approval may not."""

    happened_on = forms.CharField(
        label="Date of the breach",
        max_length=80,
        required=False,
        help_text="A day or a time, such as 3 to 9 November 2026; empty: it is not known.",
    )
    discovered_on = forms.DateField(
        label="Date of its discovery",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for element in ELEMENTS:
            for language, spoken in LANGUAGES.items():
                self.fields[f"{element.name}_{language}"] = forms.CharField(
                    label=f"{element.label}, in {spoken}",
                    max_length=_LONGEST,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                    help_text=f"164.404(c)(1){element.citation}. Plain words; nobody's name.",
                )
        self.fields["telephone"] = TOLL_FREE.field()
        self.fields["email"] = forms.EmailField(required=False, label="E-mail for questions")
        self.fields["website"] = forms.URLField(
            required=False, label="Website for questions", assume_scheme="https"
        )
        self.fields["postal"] = forms.CharField(
            required=False, max_length=200, label="Postal address for questions"
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        # Sealed fields that hold nothing are null.
        names = {f"{element.name}_{language}" for element in ELEMENTS for language in LANGUAGES}
        return {name: value or None if name in names else value for name, value in found.items()}


class NoteForm(forms.Form):
    """What became of letters: of all of them, or of those whose members' ids are given."""

    way = forms.ChoiceField(
        label="Of what",
        choices=[(Delivery.Way.LETTER.value, "Letters"), (Delivery.Way.EMAIL.value, "E-mails")],
        initial=Delivery.Way.LETTER.value,
    )
    state = forms.ChoiceField(
        label="What became of them",
        choices=[
            (state.value, state.label)
            for state in (
                Delivery.State.SENT,
                Delivery.State.DELIVERED,
                Delivery.State.RETURNED,
            )
        ],
    )
    members = forms.CharField(
        required=False,
        max_length=40 * _MOST_MEMBERS,
        label="Of which members",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Their ids, one on each line; empty: of all that are out.",
    )

    def clean_members(self) -> list[UUID] | None:
        """The ids; None where all are meant."""
        words = self.cleaned_data["members"].replace(",", " ").split()
        try:
            return [UUID(word) for word in words] or None
        except ValueError as problem:
            raise forms.ValidationError("This is not the id of a member.") from problem


class CustomerForm(forms.Form):
    """That the covered entity was told: whom, and how."""

    customer = forms.CharField(max_length=200, label="Covered entity")
    recipient = forms.CharField(
        max_length=200, label="Who there got it", help_text="Such as their privacy officer."
    )
    way = forms.CharField(
        max_length=200, label="How", help_text="Such as by encrypted e-mail, or their portal."
    )
    identified = forms.BooleanField(
        required=False,
        label="With each individual by name",
        help_text="To the extent possible (45 CFR 164.410(c)(1)); else it follows.",
    )


class TakeForm(forms.Form):
    """Under which approval the file of letters is taken away."""

    approval = forms.TypedChoiceField(label="Approval", coerce=UUID)

    def __init__(self, data: Any = None, *, approvals: Sequence[Approval] = ()) -> None:
        super().__init__(data)
        none = ("", "Choose one" if approvals else "You have none that can be used now")
        choices = [none, *((str(each.id), _until(each)) for each in approvals)]
        self.fields["approval"].choices = choices  # type: ignore[attr-defined]


def _until(approval: Approval) -> str:
    return f"until {timezone.localtime(approval.ends_at):%Y-%m-%d %H:%M}"
