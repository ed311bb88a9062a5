"""Judging an incident, and what law enforcement stated."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import choices_of
from chaperone.incidents.models import Assessment, Delay

_LONGEST = 4000


def _words(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _risk(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Assessment.Risk.choices, initial="medium")


class AssessForm(forms.Form):
    """The four factors, what follows from them, and who is told (45 CFR 164.402)."""

    nature = _words(
        "1. Nature and extent",
        "Which data, which identifiers, how likely it is that somebody is recognized.",
    )
    nature_risk = _risk("Risk by the nature of the data")
    recipient = _words(
        "2. The unauthorized person", "Who used it or got it, and what duties they have themselves."
    )
    recipient_risk = _risk("Risk by who it was")
    viewed = _words(
        "3. Acquired or viewed", "Whether it was, as the record shows, or only could have been."
    )
    viewed_risk = _risk("Risk by what was viewed")
    mitigation = _words(
        "4. Mitigation", "What was done so that it does no harm, and how you know that it works."
    )
    mitigation_risk = _risk("Risk that is left")
    outcome = forms.ChoiceField(
        label="What follows",
        choices=Assessment.Outcome.choices,
        help_text="A breach is presumed. That it is none must be demonstrated.",
    )
    reasons = _words("Why", "The reasons that you would show to the Secretary.")
    whom = forms.ChoiceField(label="Who is told", choices=Assessment.Whom.choices, initial="all")
    acting_as = forms.ChoiceField(label="We have the data as", choices=Assessment.As.choices)
    europe = forms.BooleanField(
        required=False, label="People in the EU are among them: GDPR Art. 33"
    )
    high_risk = forms.BooleanField(
        required=False, label="The risk to their rights is high: GDPR Art. 34"
    )
    consequences = _words(
        "Likely consequences", "For the authority, GDPR Art. 33(3)(c).", required=False
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("europe") and not found.get("consequences"):
            self.add_error("consequences", "The authority asks for the likely consequences.")
        return found


class ReturnForm(forms.Form):
    """Why the judgement is given back."""

    note = _words("Why", "What is wrong or missing.")


class GiveForm(forms.Form):
    """Who sees to a deadline."""

    owner_id = forms.TypedChoiceField(label="Who sees to it", coerce=UUID)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str]) -> None:
        super().__init__(data)
        self.fields["owner_id"].choices = choices_of(people, "Choose one")  # type: ignore[attr-defined]


class DelayForm(forms.Form):
    """What an official stated (45 CFR 164.412)."""

    form = forms.ChoiceField(
        label="How it was stated",
        choices=Delay.Form.choices,
        help_text="Orally it holds for 30 days at most; in writing for the time that is stated.",
    )
    official = forms.CharField(
        label="Which official", max_length=300, help_text="Name, agency, telephone."
    )
    statement = _words("What was stated", "That telling would impede an investigation, and why.")
    stated_on = forms.DateField(
        label="Stated on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="Nobody is told until the end of",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
