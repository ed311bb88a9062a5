"""What is typed by whoever reports something, and by those who answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of
from chaperone.incidents.reports.references import read_reference

LONGEST = 4000
LONGEST_TEXT = 300


class TextBackForm(PostedForm):
    """What is texted back to a member who reported by text."""

    body = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It begins with fixed words and the number of the report. Their coaches see it"
        " in the thread: name nobody, and nothing that they must not read.",
    )


class ConcernForm(PostedForm):
    """What anybody reports."""

    text = forms.CharField(
        label="What happened, or what worries you?",
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="When, where, and what you saw. It need not be sure, and need not be much.",
    )


class PublicForm(ConcernForm):
    """The same from outside."""

    contact = forms.CharField(
        label="How can we reach you?",
        max_length=200,
        required=False,
        help_text="A telephone number or an e-mail address, if you like. Leave it empty to stay"
        " unknown: you get a number by which you can see our answer.",
    )


class StaffForm(ConcernForm):
    """The same by a colleague. ``people``: whom it may be about, themselves left out."""

    names_id = forms.TypedChoiceField(
        label="Is it about a colleague?",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="They never see it, whatever their role is.",
    )
    confidential = forms.BooleanField(
        label="Keep it confidential",
        required=False,
        help_text="Only those who run incidents read it, and the ledger does not say that it was"
        " you. So it is always where you name a colleague.",
    )
    unnamed = forms.BooleanField(
        label="Keep my name out of it",
        required=False,
        help_text="Your name is not kept with it. The log of requests still shows that you opened"
        " this page, as it does of every page; from the public page it shows nothing of you.",
    )

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        choices = choices_of(people, "No, or I would rather not say")
        self.fields["names_id"].choices = choices  # type: ignore[attr-defined]


class ReferenceForm(PostedForm):
    """The number that a reporter was given."""

    reference = forms.CharField(label="Your number", max_length=40)

    def clean_reference(self) -> str:
        """As it was given. Look-alikes are forgiven."""
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(
                "This is not such a number: it has 16 letters and digits, like 7KQ2-M9XD-4TWB-8RFA."
            )
        return found


class AnswerForm(PostedForm):
    """What the reporter is told."""

    answer = forms.CharField(
        label="What the reporter is told",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text="They read it under their number. Name no member and no colleague.",
    )


class CloseForm(AnswerForm):
    """The same, where there is no more to it."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["answer"].required = True


class MergeForm(PostedForm):
    """Which incident a report belongs to."""

    incident_id = forms.TypedChoiceField(label="Belongs to incident", coerce=UUID)

    def __init__(self, data: Any = None, *, incidents: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(str(each), label) for each, label in incidents.items()]
        self.fields["incident_id"].choices = choices  # type: ignore[attr-defined]
