"""How long an acknowledgement counts, which an organization sets on its settings page."""

from django import forms

from chaperone.organizations.settings import Setting, declare

GROUP = "Policies"

ACKNOWLEDGED_MONTHS = declare(
    Setting(
        name="policies.acknowledged_months",
        group=GROUP,
        default=12,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="Months for which an acknowledgement counts",
            help_text="Then the same text is to be acknowledged once more, even if it has not"
            " changed.",
            min_value=1,
            max_value=24,
        ),
    )
)
