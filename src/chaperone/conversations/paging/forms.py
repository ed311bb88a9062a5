"""What is typed by somebody who was called to a member whom they do not reach."""

from django import forms


class ReachForm(forms.Form):
    """Why the conversation must be read now."""

    reason = forms.CharField(
        label="What is happening?",
        max_length=500,
        widget=forms.Textarea,
        help_text="The security officer reads this. It is kept sealed.",
    )
