from django import forms

from chaperone.conversations.models import UnknownTurn


class DismissForm(forms.Form):
    """Why texts of an unknown number are nobody's here."""

    why = forms.ChoiceField(
        label="Why",
        choices=UnknownTurn.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why."},
    )


class MoveForm(forms.Form):
    """Which member was found and confirmed."""

    member = forms.UUIDField(widget=forms.HiddenInput)
