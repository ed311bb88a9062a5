from django import forms

_HOURS = ((1, "1 hour"), (4, "4 hours"), (24, "1 day"), (168, "1 week"))


class QuietForm(forms.Form):
    """For how long nobody is told again of an alarm, and why."""

    hours = forms.TypedChoiceField(label="Tell nobody again for", choices=_HOURS, coerce=int)
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="It is kept in the ledger. Write no member's data here.",
    )
