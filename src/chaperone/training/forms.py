"""What is sent to the pages of training."""

from collections.abc import Sequence
from typing import Any

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.training.content import pages_from, questions_from
from chaperone.training.errors import NotACourse

_LONG = forms.Textarea({"rows": 16, "spellcheck": "true"})


class AnswerForm(PostedForm):
    """One question."""

    choice = forms.TypedChoiceField(label="Your answer", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = list(enumerate(choices))  # type: ignore[attr-defined]


class StarterForm(PostedForm):
    """Which starter course to adopt."""

    slug = forms.SlugField(max_length=60)


class VersionForm(PostedForm):
    """What a course says and asks, as text."""

    pages = forms.CharField(
        label="Pages",
        max_length=120_000,
        widget=_LONG,
        help_text="Markdown. Each page begins with a line “# ” and its title.",
    )
    questions = forms.CharField(
        label="Questions",
        max_length=60_000,
        widget=_LONG,
        help_text="TOML: [[question]] with text, choices, answer (the right choice, counted from 0)"
        " and why.",
    )

    def clean_pages(self) -> list[dict[str, str]]:
        try:
            return pages_from(self.cleaned_data["pages"])
        except NotACourse as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean_questions(self) -> list[dict[str, Any]]:
        try:
            return questions_from(self.cleaned_data["questions"])
        except NotACourse as problem:
            raise forms.ValidationError(str(problem)) from problem


class CourseForm(VersionForm):
    """A course of one's own."""

    title = forms.CharField(label="Title", max_length=120)
    slug = forms.SlugField(
        label="Short name", max_length=60, help_text="Small letters, digits and hyphens."
    )
    minutes = forms.IntegerField(label="Minutes that it takes", min_value=1, max_value=600)
    pass_percent = forms.IntegerField(
        label="Right answers to pass, in percent", min_value=50, max_value=100, initial=80
    )
    renew_months = forms.IntegerField(
        label="Months until it is taken anew", min_value=1, max_value=36, initial=12
    )
    for_roles = forms.MultipleChoiceField(
        label="For whom", widget=forms.CheckboxSelectMultiple, help_text="Everybody, or some roles."
    )
    field_order = ("title", "slug", "minutes", "pass_percent", "renew_months", "for_roles")

    def __init__(self, *args: Any, roles: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["for_roles"].choices = [  # type: ignore[attr-defined]
            ("*", "Everybody"),
            *roles.items(),
        ]
