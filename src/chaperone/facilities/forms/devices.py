"""What is typed about devices, their checks, movements and ends."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.forms.fields import ChoosingForm, DayInput, choice, long, text
from chaperone.facilities.forms.places import past
from chaperone.facilities.models import Device, Disposal, Movement
from chaperone.facilities.proofs import wrong_proof


class DeviceForm(ChoosingForm):
    """A device or medium."""

    name = text("Name", 120, help_text="What is written on it, or what people call it.")
    kind = forms.ChoiceField(label="Kind", choices=Device.Kind.choices)
    serial = text("Serial number", 64, required=False)
    owner = choice("Who answers for it", required=False)
    state = forms.ChoiceField(label="Where it is", choices=Device.State.choices[:2])
    holds_ephi = forms.TypedChoiceField(
        label="Are members' data on it?",
        choices=[("", "Choose"), ("yes", "Yes, or it may be"), ("no", "No")],
        coerce=lambda value: value == "yes",
    )

    def __init__(self, *args: Any, people: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("owner", people, none="Nobody yet")


class CheckForm(PostedForm):
    """What was found in order. What is not ticked has failed."""

    passed = forms.MultipleChoiceField(
        label="In order",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What is not ticked has failed: the check then stays due.",
    )
    note = text("Note", 500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"].choices = [  # type: ignore[attr-defined]
            (each.id, each.item) for each in workstation_items()
        ]


class LostForm(PostedForm):
    """What happened to a device that is lost."""

    what_happened = long("What happened, where and when", 500)


class MovementForm(ChoosingForm):
    """Something leaves now. The copy is asked for where it holds ePHI."""

    device = choice("What leaves")
    taken_by = choice("Who takes it")
    origin = text("From", 120)
    destination = text("To", 120)
    purpose = text("Why", 300)
    due_on = forms.DateField(
        label="Back on",
        required=False,
        widget=DayInput(),
        help_text="Leave it empty where it does not come back.",
    )
    copy_verified = forms.ChoiceField(
        label="How the copy of members' data was verified",
        required=False,
        choices=[("", "It holds none"), *Movement.Verified.choices],
        help_text="What holds members' data leaves only after a copy was made and verified.",
    )
    copy_place = text("Where the copy is", 200, required=False)
    copy_proof = text(
        "Result",
        200,
        required=False,
        help_text="The SHA-256 of both, both counts such as 1204 and 1204, or what was restored.",
    )

    def __init__(
        self, *args: Any, devices: dict[UUID, str], people: dict[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("device", devices)
        self.choose("taken_by", people)

    def clean_due_on(self) -> Any:
        """A day from today on, or none."""
        due = self.cleaned_data["due_on"]
        if due and due < timezone.localdate():
            raise forms.ValidationError("This day is over.")
        return due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        how, proof = cleaned.get("copy_verified", ""), cleaned.get("copy_proof", "")
        if how and not cleaned.get("copy_place"):
            self.add_error("copy_place", "Where is the copy?")
        if how and not proof:
            self.add_error("copy_proof", "What did the comparison give?")
        elif problem := wrong_proof(how, proof):
            self.add_error("copy_proof", problem)
        return cleaned


class ReturnForm(PostedForm):
    """How something came back."""

    note = text("In what state it came back", 300, required=False)


class DisposalForm(ChoosingForm):
    """How something was wiped or destroyed."""

    device = choice("What")
    aim = forms.ChoiceField(label="What for", choices=Disposal.Aim.choices)
    method = forms.ChoiceField(
        label="Method (NIST SP 800-88)",
        choices=[
            ("clear", "Clear: overwritten or reset"),
            ("purge", "Purge: the drive erased itself, or its key was destroyed"),
            ("destroy", "Destroy: shredded or burnt"),
        ],
    )
    how = text("With what, and by whom", 500, help_text="Tool and version, or the firm.")
    done_on = forms.DateField(label="When", widget=DayInput())

    def __init__(self, *args: Any, devices: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("device", devices)

    def clean_done_on(self) -> Any:
        """A day up to today."""
        return past(self.cleaned_data["done_on"])
