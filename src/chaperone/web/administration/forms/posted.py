"""What the forms of these pages have in common: they say no in a sentence, and with a 4xx."""

from django import forms

from chaperone.access.forms import PostedForm

REASON_LENGTH = 500


class ReasonForm(PostedForm):
    """For what is done to somebody: why, for the record."""

    reason = forms.CharField(
        max_length=REASON_LENGTH,
        label="Reason",
        help_text="For the record. Write nothing about a member's health.",
        widget=forms.TextInput,
    )
