"""What is asked when a customer leaves."""

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.disclosures.departures.packing import recipient
from chaperone.disclosures.errors import BadRecipient


class AskForm(PostedForm):
    """To whose key everything is encrypted."""

    public_key = forms.CharField(
        label="Your public key",
        max_length=128,
        help_text="Made with “age-keygen”: it begins with age1. Keep the secret half where only you"
        " have it. Without it, what is returned cannot be opened, by us or anybody.",
    )

    def clean_public_key(self) -> str:
        """Refused at once where it is no key: what is packed to it could never be opened."""
        key: str = self.cleaned_data["public_key"].strip()
        try:
            recipient(key)
        except BadRecipient as problem:
            raise forms.ValidationError(str(problem)) from problem
        return key
