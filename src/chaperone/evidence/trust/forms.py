"""Which sentences are published."""

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.evidence.trust.statement import statement


class PublishForm(PostedForm):
    """The sentences to show."""

    shown = forms.MultipleChoiceField(
        label="Sentences to publish",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Keep one sentence at least, or take the page back."},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["shown"].choices = [  # type: ignore[attr-defined]
            (sentence.name, sentence.text)
            for section in statement()
            for sentence in section.sentences
        ]
