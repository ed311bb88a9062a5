from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from chaperone.access.forms import PostedForm
from chaperone.conversations.texts.checking import problems


class TextForm(PostedForm):
    """A new version of a fixed text."""

    body = forms.CharField(
        label="The text", max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, name: str, **more: Any) -> None:
        super().__init__(data, **more)
        self._name = name

    def clean_body(self) -> str:
        body = " ".join(str(self.cleaned_data["body"]).split())
        if found := problems(self._name, body):
            raise ValidationError(found)
        return body
