"""What is typed about a vendor and its agreements."""

import re
from typing import Any

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.access.roles import ELEMENTS
from chaperone.vendors.models import Agreement

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*")
# The demo's phones are nobody's.
_COVERED = [
    (name, group.label)
    for name, group in ELEMENTS.items()
    if not group.planned and name != "demo_phones"
]


class VendorForm(PostedForm):
    """A vendor for the register."""

    name = forms.CharField(label="Name", max_length=120)
    service = forms.CharField(
        label="What it does for you",
        max_length=200,
        help_text="For example: runs the language model that words the assistant's replies.",
    )


class AgreementForm(PostedForm):
    """An agreement for the register."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=Agreement.Kind.choices,
        help_text="Members' data goes out under a business associate agreement only.",
    )
    signed_on = forms.DateField(label="Signed on", widget=forms.DateInput({"type": "date"}))
    starts_on = forms.DateField(label="In force from", widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(
        label="Until, and on that day still",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="Leave it empty where it runs until somebody ends it.",
    )
    covers = forms.MultipleChoiceField(
        label="Members' data that the vendor may get",
        required=False,
        choices=_COVERED,
        widget=forms.CheckboxSelectMultiple,
    )
    host = forms.CharField(
        label="Where its service is reached",
        required=False,
        max_length=253,
        help_text="The host name alone, such as lakeside.openai.azure.com. The program sends"
        " members' data nowhere else under this agreement; to nowhere if this is empty.",
    )
    reference = forms.CharField(
        label="Where it is filed",
        required=False,
        max_length=80,
        help_text="For example a contract number.",
    )

    def clean_host(self) -> str:
        """The host name in lower case."""
        host = str(self.cleaned_data["host"]).strip().lower()
        if host and not _HOST.fullmatch(host):
            raise forms.ValidationError(
                "That is no host name. Leave out https:// and what follows the name."
            )
        return host

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "It would be over before it begins.")
        signed = cleaned.get("signed_on")
        if signed and starts and signed > starts:
            self.add_error("starts_on", "It cannot be in force before it was signed.")
        return cleaned


class EndForm(PostedForm):
    """Why an agreement ends."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea,
        help_text="It is recorded. Write no member's name and nothing about their health.",
    )
