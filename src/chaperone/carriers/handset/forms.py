from django import forms

from chaperone.carriers.handset.actions import BODY_MAXIMUM


class TextForm(forms.Form):
    """A text that somebody writes on a phone of the demo."""

    sender = forms.CharField(max_length=32, widget=forms.HiddenInput)
    recipient = forms.CharField(max_length=32, widget=forms.HiddenInput)
    body = forms.CharField(
        label="Text message",
        max_length=BODY_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Write something first."},
    )

    def clean_body(self) -> str:
        # Browsers send line ends as two characters, phones as one.
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")
