"""How long a signed confidentiality agreement holds."""

from django import forms

from chaperone.organizations.settings import Setting, declare

CONFIDENTIALITY_MONTHS = declare(
    Setting(
        name="workforce.confidentiality_months",
        group="Workforce",
        default=12,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="Months until the confidentiality agreement is signed anew",
            help_text="Members' data is closed to who has not. 36 at most.",
            min_value=1,
            max_value=36,
        ),
    )
)
