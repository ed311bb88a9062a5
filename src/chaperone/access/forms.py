"""What people type about access. Choices come from the organization that it is asked in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone

from chaperone.access.actions.emergencies import MOST_AT_ONCE
from chaperone.access.models import Scope
from chaperone.access.queries.roles import PURPOSE_WORDS
from chaperone.access.roles import ELEMENTS, OF_PEOPLE, PERMISSIONS, PURPOSES
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise

NO_NAMES = "It is recorded. Write no member's name and nothing about their health."
_NO_NUMBER = "“%s” is not a telephone number with its country code, such as +1 617 555 0100."
_LASTS = {
    "1": "one day",
    "7": "one week",
    "30": "30 days",
    "90": "90 days",
    "": "until somebody ends it",
}


class PostedForm(forms.Form):
    """Refuses a field that came more than once: which of the two was meant cannot be known."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                continue
            if isinstance(self.data, QueryDict) and len(self.data.getlist(name)) > 1:
                raise forms.ValidationError(
                    "%(field)s was sent more than once. Load the page again, and fill it in anew.",
                    params={"field": field.label or name},
                )
        return cleaned


def choices_of(names: Mapping[UUID, str], none: str = "") -> list[tuple[str, str]]:
    """Names by id to choose from; ``none``: how no choice is called, where there may be none."""
    first = [("", none)] if none else []
    return [*first, *((str(key), name) for key, name in names.items())]


class ReasonForm(forms.Form):
    """Why: for everything that is decided."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea,
        help_text=NO_NAMES,
    )


class DecisionForm(ReasonForm):
    """An officer's decision on a request, or a reviewer's on a line."""

    decision = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")], widget=forms.HiddenInput
    )
    field_order = ["reason", "decision"]


class ReviewItemForm(forms.Form):
    """Keep or end one line of a review."""

    decision = forms.ChoiceField(choices=[("keep", "Keep"), ("end", "End")])
    reason = forms.CharField(max_length=500)


class VerdictForm(forms.Form):
    """Whether emergency access was justified."""

    verdict = forms.ChoiceField(
        choices=[("justified", "Justified"), ("not_justified", "Not justified")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea,
        help_text="What you looked at, and what follows from it.",
    )


class RequestForm(forms.Form):
    """What access is asked for, where, why, and for how long."""

    user = forms.ChoiceField(label="For whom")
    what = forms.ChoiceField(label="What is needed")
    where = forms.ChoiceField(label="Where")
    phone = forms.CharField(
        label="Member's phone number",
        required=False,
        max_length=32,
        help_text="Only for one member: their exact number.",
    )
    lasts = forms.ChoiceField(label="For how long", choices=list(_LASTS.items()), initial="7")
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea,
        help_text="What you need it for. The officer who decides reads it, and it is recorded.",
    )

    def __init__(
        self,
        *args: Any,
        people: dict[UUID, str],
        roles: dict[str, str],
        care_teams: dict[UUID, str],
        lasting: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        data = [(f"element:{name}", group.label) for name, group in ELEMENTS.items()]
        self._choices("user", choices_of(people))
        self._choices(
            "what",
            [
                ("A role", [(f"role:{name}", label) for name, label in roles.items()]),
                ("More data than the role opens", data),
            ],
        )
        self._choices(
            "where",
            [
                *choices_of(care_teams),
                (Scope.MEMBER.value, "One member only"),
                (Scope.ORGANIZATION.value, "The whole organization"),
            ],
        )
        if not lasting:
            self._choices("lasts", [(days, words) for days, words in _LASTS.items() if days])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("where") == Scope.MEMBER and not self.errors.get("phone"):
            self._clean_phone(cleaned)
        return cleaned

    def until(self) -> datetime | None:
        """When the access shall end; None for no end."""
        days = self.cleaned_data["lasts"]
        return timezone.now() + timedelta(days=int(days)) if days else None

    def _clean_phone(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned.get("phone", "")
        if not typed:
            self.add_error("phone", "Whom? Type the member's number.")
            return
        try:
            cleaned["phone"] = normalise(typed)
        except SmsError:
            self.add_error("phone", _NO_NUMBER % typed)

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class CustomerForm(forms.Form):
    """Which customer the platform's staff ask."""

    organization = forms.UUIDField(required=False)


class OrganizationForm(forms.Form):
    """Which organization somebody turns to."""

    organization = forms.UUIDField()


class EmergencyReasonForm(forms.Form):
    """Why somebody must be reached now, where it is known who."""

    reason = forms.CharField(
        label="What is happening?",
        max_length=500,
        widget=forms.Textarea,
        help_text="The security officer reads this. It is kept sealed.",
    )


class EmergencyForm(EmergencyReasonForm):
    """Whom an emergency is about, and why."""

    field_order = ("numbers", "reason")
    numbers = forms.CharField(
        label="Members' phone numbers",
        max_length=800,
        widget=forms.Textarea,
        help_text=f"One a line, with country code. At most {MOST_AT_ONCE}.",
    )

    def clean_numbers(self) -> list[str]:
        numbers = []
        for typed in str(self.cleaned_data["numbers"]).splitlines():
            if typed.strip():
                try:
                    numbers.append(normalise(typed.strip()))
                except SmsError as problem:
                    raise forms.ValidationError(_NO_NUMBER % typed.strip()) from problem
        if not numbers:
            raise forms.ValidationError("Type at least one number.")
        if len(numbers) > MOST_AT_ONCE:
            raise forms.ValidationError(f"At most {MOST_AT_ONCE} at once.")
        return numbers


class RoleForm(forms.Form):
    """A role of the organization's own."""

    label = forms.CharField(label="Name", max_length=32)
    about = forms.CharField(label="What it is for", max_length=200, required=False)
    allow = forms.MultipleChoiceField(
        label="May",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(PERMISSIONS.items()),
    )
    deny = forms.MultipleChoiceField(
        label="May never, whatever else somebody holds",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(PERMISSIONS.items()),
    )
    purpose = forms.ChoiceField(
        label="Opens data",
        choices=[(purpose, PURPOSE_WORDS[purpose]) for purpose in OF_PEOPLE],
    )
    opens = forms.MultipleChoiceField(
        label="Opens",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, group.label) for name, group in ELEMENTS.items()],
    )
    never_opens = forms.MultipleChoiceField(
        label="Never opens, whatever else somebody holds",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, group.label) for name, group in ELEMENTS.items()],
    )
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea)

    def definition(self) -> dict[str, Any]:
        """The role as ``Role.definition`` gives it. A deny holds for every purpose."""
        values = self.cleaned_data
        denied = {"allow": [], "deny": values["never_opens"]}
        elements = {purpose: dict(denied) for purpose in PURPOSES} if values["never_opens"] else {}
        elements[values["purpose"]] = {"allow": values["opens"], "deny": values["never_opens"]}
        return {
            "about": values["about"],
            "allow": values["allow"],
            "deny": values["deny"],
            "elements": elements,
        }
