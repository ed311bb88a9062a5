"""What people type about how long things are kept."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from chaperone.access.forms import PostedForm
from chaperone.retention.classes import LONGEST, Class, registered
from chaperone.retention.models import Hold

CONFIRMED = "PURGE"
EVERYTHING, MEMBER = "everything", "member"
# Outlives what it is about, so that nothing else fits in.
_MATTER = RegexValidator(
    r"(?=.*[0-9])[A-Za-z0-9./#-]+\Z",
    "Letters, digits and . / # - only, with a digit: the number of a file, nothing about a person.",
)


class PeriodForm(PostedForm):
    """How long a class shall be kept, and why."""

    days = forms.IntegerField(label="Days", max_value=LONGEST)
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea,
        help_text="Which law, contract or advice asks for it. It is recorded.",
    )

    def __init__(self, *args: Any, kind: Class, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.fields["days"]
        assert isinstance(days, forms.IntegerField)
        days.min_value = kind.minimum_days
        days.validators.append(forms.IntegerField(min_value=kind.minimum_days).validators[0])
        days.help_text = f"From {kind.minimum_days} to {LONGEST}. 365 are a year, 3653 ten years."


class DecideForm(PostedForm):
    """A second person's word."""

    decision = forms.ChoiceField(
        label="Decision", choices=[("", "Choose"), ("agree", "I agree"), ("decline", "I do not")]
    )


class HoldForm(PostedForm):
    """What is kept, whatever its period says, and for which matter."""

    field_order = ("what", "number", "ground", "matter")
    what = forms.ChoiceField(label="What must stay")
    number = forms.CharField(
        label="Telephone number of the member",
        max_length=40,
        required=False,
        help_text="For a hold on one member; leave it empty for all else.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    ground = forms.ChoiceField(label="Why", choices=[("", "Choose a reason"), *Hold.Ground.choices])
    matter = forms.CharField(
        label="Matter number",
        max_length=40,
        help_text="Where the matter is filed, such as 2026/117.",
        validators=[_MATTER],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        classes = sorted((each.label, each.name) for each in registered().values())
        what.choices = [
            ("", "Choose"),
            (EVERYTHING, "Everything of this organization"),
            (MEMBER, "Everything about one member"),
            ("One class", [(name, label) for label, name in classes]),
        ]

    def clean(self) -> dict[str, Any]:
        """A number goes with a member, and a member has one."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("number")) != (said.get("what") == MEMBER) and "what" in said:
            self.add_error("number", "A member is named by their number, and nothing else is.")
        return said


class MemberHoldForm(HoldForm):
    """That one member's data is kept, whose page it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["what"]
        del self.fields["number"]


class PurgeForm(PostedForm):
    """That what is due be purged now."""

    confirmation = forms.CharField(
        max_length=20,
        label=f"To confirm, type {CONFIRMED}",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"])
        if typed.strip() != CONFIRMED:
            raise forms.ValidationError(f"Type {CONFIRMED} in capital letters to confirm.")
        return typed
