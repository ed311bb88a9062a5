"""What is typed about policies."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from chaperone.access.forms import PostedForm
from chaperone.policies.actions.drafts import Content
from chaperone.policies.errors import WrongClaim
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import claims_of
from chaperone.policies.models import Version

LONGEST_TEXT = 60_000
MOST_CITATIONS = 40
_CITATION = re.compile(r"1[56]\d\.\d{3}(\([a-zA-Z0-9]{1,5}\)){0,6}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")


def citations_from(typed: str) -> list[str]:
    """Rules as they are typed, ``164.312(b), 164.308(a)(5)``. Raises ``ValueError``."""
    found = list(dict.fromkeys(part for part in re.split(r"[,;\s]+", typed) if part))
    wrong = [part for part in found if not _CITATION.fullmatch(part)]
    if wrong:
        raise ValueError(f"“{wrong[0][:40]}” is no rule. Write it as 164.312(b).")
    if len(found) > MOST_CITATIONS:
        raise ValueError(f"At most {MOST_CITATIONS} rules.")
    return found


class HashField(forms.CharField):
    """The SHA-256 of what somebody was shown, so that nothing else is decided."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, label="The text that you were shown")

    def clean(self, value: Any) -> str:
        found = str(super().clean(value))
        if not _HASH.fullmatch(found):
            raise forms.ValidationError("Load the page again: it does not say which text you read.")
        return found


class DraftForm(PostedForm):
    """A draft: all that its approver signs."""

    title = forms.CharField(label="Title", max_length=120)
    change = forms.CharField(
        label="What is new, and why",
        max_length=500,
        help_text="Whoever approves it reads this first; it stands in the policy's history.",
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 28, "class": "form-control mono", "spellcheck": "true"}),
        help_text="CommonMark: ## begins a section, - a list item. Below what the system enforces,"
        ' a line such as [enforced](sessions.idle_logoff "15 minutes") has the live value shown'
        " beside it.",
    )
    mandatory = forms.BooleanField(
        label="Everybody must acknowledge it, or sees no members' data", required=False
    )
    public = forms.BooleanField(label="Anybody may read it, without signing in", required=False)
    citations = forms.CharField(
        label="Rules that it answers",
        max_length=1000,
        required=False,
        help_text="For example 164.312(b), 164.308(a)(5)(ii)(C).",
    )
    review_months = forms.IntegerField(
        label="Months between reviews", min_value=1, max_value=60, initial=12
    )

    def clean_title(self) -> str:
        """The title, of which an address can be made."""
        title = str(self.cleaned_data["title"])
        if not slugify(title):
            raise forms.ValidationError("It needs at least one letter or digit.")
        return title

    def clean_text(self) -> str:
        """The text, whose claims can be read."""
        text = str(self.cleaned_data["text"])
        try:
            claims_of(text)
        except WrongClaim as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text

    def clean_citations(self) -> list[str]:
        """The rules, each once."""
        try:
            return citations_from(str(self.cleaned_data["citations"]))
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def content(self) -> Content:
        """What was typed, when it is valid."""
        return Content(**{name: self.cleaned_data[name] for name in Content._fields})


class NewForm(DraftForm):
    """A policy that is begun."""

    kind = forms.ChoiceField(label="Kind", choices=list(KINDS.items()))
    field_order = ("title", "kind")


class EditForm(DraftForm):
    """A draft that is changed."""

    sha256 = HashField()


class DecideForm(PostedForm):
    """Approving a version, or sending it back with a reason."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[("approve", "Approve"), ("return", "Send back")],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label="What is to be changed, if you send it back",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    sha256 = HashField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("reason"):
            self.add_error("reason", "Say what is to be changed.")
        return cleaned


class PublishForm(PostedForm):
    """The day on which a version takes effect."""

    effective_on = forms.DateField(
        label="In force from",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Today at the earliest, and 90 days ahead at most.",
    )


class RetireForm(PostedForm):
    """Why a policy is retired."""

    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea)


class ReviewForm(PostedForm):
    """What a review found."""

    note = forms.CharField(
        label="What you looked at, and why nothing has to change",
        max_length=500,
        widget=forms.Textarea,
    )


class AcknowledgeForm(PostedForm):
    """That somebody has read exactly this text."""

    sha256 = HashField()


class AdoptForm(PostedForm):
    """Which texts of the starter set to adopt: one by its name, or all."""

    starter = forms.SlugField(max_length=64, required=False)


class CompareForm(PostedForm):
    """Which two versions to compare."""

    before = forms.ChoiceField(label="Before")
    after = forms.ChoiceField(label="After")

    def __init__(self, data: Any, *, versions: list[Version]) -> None:
        super().__init__(data)
        choices = [(str(each.number), f"Version {each.number}") for each in versions]
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class OverdueForm(PostedForm):
    """Whom to look for, and which page."""

    q = forms.CharField(
        label="Name",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    page = forms.IntegerField(
        required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput
    )


def initial_of(version: Version) -> dict[str, Any]:
    """What the form of a draft shows at first."""
    names = ("title", "text", "mandatory", "public", "review_months")
    return {name: getattr(version, name) for name in names} | {
        "citations": ", ".join(version.citations)
    }


def first_day(today: date) -> dict[str, Any]:
    """What the form for publishing shows at first."""
    return {"effective_on": today}
