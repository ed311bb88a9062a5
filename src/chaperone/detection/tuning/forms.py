"""What is typed about a rule."""

from typing import Any

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.detection.rules.rule import Rule
from chaperone.detection.tuning.queries import counts


class TuningForm(PostedForm):
    """Off, or from another number on; why, and until when."""

    off = forms.BooleanField(label="Switch the rule off", required=False)
    at_least = forms.IntegerField(
        label="From how many on", required=False, min_value=1, max_value=1_000_000
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea,
        help_text="It is kept sealed, and shown to whoever may see alerts.",
    )
    until = forms.DateField(
        label="Until, and on that day still",
        widget=forms.DateInput({"type": "date"}),
        help_text="At most 90 days. Then the rule is as it came.",
    )

    def __init__(self, data: Any = None, *, rule: Rule, **options: Any) -> None:
        super().__init__(data, **options)
        if not counts(rule):
            del self.fields["at_least"]
        else:
            self.fields["at_least"].help_text = f"As it came: {rule.at_least}. Empty leaves it so."
