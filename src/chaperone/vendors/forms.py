"""What is typed about vendors, what was signed with them, and how they were judged."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, ReasonForm, choices_of
from chaperone.access.roles import ELEMENTS
from chaperone.vendors.models import Agreement, Vendor
from chaperone.vendors.questionnaire import documents, questions
from chaperone.vendors.signing import Paper

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*")
# The demo's phones are nobody's.
_COVERED = [
    (name, group.label)
    for name, group in ELEMENTS.items()
    if not group.planned and name != "demo_phones"
]
OTHER = "other"


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class VendorForm(PostedForm):
    """A vendor for the register. ``people``: who may look after it; ``above``: other vendors."""

    name = forms.CharField(label="Name", max_length=120)
    service = forms.CharField(
        label="What it does for you",
        max_length=200,
        help_text="For example: runs the language model that words the assistant's replies.",
    )
    contact = forms.CharField(
        label="Whom to reach there",
        max_length=200,
        required=False,
        help_text="A name and an e-mail address or number, also for incidents at night.",
    )
    owner_id = forms.ChoiceField(label="Who looks after it here", required=False)
    criticality = forms.ChoiceField(
        label="How critical it is",
        choices=Vendor.Criticality.choices,
        initial=Vendor.Criticality.MEDIUM,
    )
    elements = forms.MultipleChoiceField(
        label="Members' data that it may get at all",
        required=False,
        choices=_COVERED,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing else leaves for it, whatever is signed. Tick as little as it needs.",
    )
    why = forms.CharField(
        label="Why it gets them", max_length=500, required=False, widget=forms.Textarea
    )
    under_id = forms.ChoiceField(
        label="Whose subcontractor it is",
        required=False,
        help_text="Leave it empty for a vendor of your own.",
    )
    review_on = _day("To be judged again on", required=False)

    def __init__(
        self,
        *values: Any,
        people: Mapping[UUID, str],
        above: Iterable[Vendor],
        **named: Any,
    ) -> None:
        super().__init__(*values, **named)
        vendors = [(str(each.id), each.name) for each in above]
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]
        self.fields["under_id"].choices = [("", "Nobody's"), *vendors]  # type: ignore[attr-defined]

    def clean_owner_id(self) -> UUID | None:
        """The person's id; None for nobody."""
        return UUID(self.cleaned_data["owner_id"]) if self.cleaned_data["owner_id"] else None

    def clean_under_id(self) -> UUID | None:
        """The other vendor's id; None for nobody's subcontractor."""
        return UUID(self.cleaned_data["under_id"]) if self.cleaned_data["under_id"] else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("elements") and not cleaned.get("why"):
            self.add_error("why", "Say why it needs members' data.")
        return cleaned


class SignedForm(PostedForm):
    """The days of an agreement, and whose names stand under it."""

    signed_on = _day("Signed on")
    starts_on = _day("In force from")
    ends_on = _day(
        "Until, and on that day still",
        required=False,
        help_text="Leave it empty where it runs until somebody ends it.",
    )
    signed_here = forms.CharField(label="Who signed for you", required=False, max_length=120)
    signed_there = forms.CharField(label="Who signed for them", required=False, max_length=120)
    reference = forms.CharField(
        label="Where it is filed",
        required=False,
        max_length=80,
        help_text="For example a contract number.",
    )
    file = forms.FileField(
        label="The signed paper",
        required=False,
        help_text="PDF or DOCX, at most 10 MB. It is kept sealed, and its hash is signed.",
    )

    def clean_file(self) -> Paper | None:
        """The file with its content; None where none was sent."""
        sent = self.cleaned_data["file"]
        return Paper(sent.name or "", sent.read()) if sent else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "It would be over before it begins.")
        signed = cleaned.get("signed_on")
        if signed and starts and signed > starts:
            self.add_error("starts_on", "It cannot be in force before it was signed.")
        return cleaned


class AgreementForm(SignedForm):
    """An agreement with a vendor. ``may_get``: the data that the register lets it get."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=Agreement.Kind.choices,
        help_text="Members' data goes out under a business associate agreement only.",
    )
    covers = forms.MultipleChoiceField(
        label="Members' data that it covers",
        required=False,
        choices=_COVERED,
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = forms.MultipleChoiceField(
        label="For what the program sends there",
        required=False,
        choices=Agreement.Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    host = forms.CharField(
        label="Where its service is reached",
        required=False,
        max_length=253,
        help_text="For a model: the host name alone, such as lakeside.openai.azure.com. The program"
        " sends members' data nowhere else under this agreement; to nowhere if this is empty and"
        " nothing is ticked above.",
    )
    country = forms.CharField(
        label="Where they process it",
        required=False,
        max_length=60,
        help_text="Country or countries; the records of processing name it (GDPR Art. 30(1)(e)).",
    )
    transfer = forms.ChoiceField(
        label="On what grounds it may leave the EU",
        required=False,
        choices=Agreement.Transfer.choices,
        help_text="Where the GDPR applies (Art. 44 to 49).",
    )
    field_order = ["kind", "covers", "purposes", "host", "country", "transfer"]

    def __init__(self, *values: Any, may_get: Iterable[str] | None = None, **named: Any) -> None:
        super().__init__(*values, **named)
        if may_get is not None:
            allowed = [each for each in _COVERED if each[0] in set(may_get)]
            self.fields["covers"].choices = allowed  # type: ignore[attr-defined]

    def clean_host(self) -> str:
        """The host name in lower case."""
        host = str(self.cleaned_data["host"]).strip().lower()
        if host and not _HOST.fullmatch(host):
            raise forms.ValidationError(
                "That is no host name. Leave out https:// and what follows the name."
            )
        return host


class EndForm(PostedForm, ReasonForm):
    """Why something ends."""


class AssuranceForm(PostedForm):
    """A document or attestation of a vendor's own."""

    kind = forms.ChoiceField(label="Kind")
    title = forms.CharField(label="Title", max_length=120)
    issued_on = _day("Issued on")
    review_on = _day("Ask for a newer one on")

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        known = [(each.id, each.name) for each in documents().values()]
        choices = [*known, (OTHER, "Another document")]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        issued, review = cleaned.get("issued_on"), cleaned.get("review_on")
        if issued and review and review <= issued:
            self.add_error("review_on", "That is not after the day on which it was issued.")
        return cleaned


class AssessmentForm(PostedForm):
    """The questionnaire: one choice for each question."""

    def __init__(self, *values: Any, today: date, **named: Any) -> None:
        super().__init__(*values, **named)
        self._today = today
        for question in questions():
            numbered = [(str(n), answer.text) for n, answer in enumerate(question.answers)]
            self.fields[question.id] = forms.ChoiceField(
                label=question.text,
                help_text=f"{question.why} (45 CFR {question.citation})",
                choices=[("", "Choose an answer"), *numbered],
            )
        self.fields["review_on"] = _day("To be judged again on")
        self.fields["note"] = forms.CharField(
            label="Note", max_length=500, required=False, widget=forms.Textarea
        )

    @property
    def answers(self) -> dict[str, int]:
        """The number of the answer by id of the question."""
        return {question.id: int(self.cleaned_data[question.id]) for question in questions()}

    def clean_review_on(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["review_on"]
        if day <= self._today:
            raise forms.ValidationError("Choose a day to come.")
        return day
