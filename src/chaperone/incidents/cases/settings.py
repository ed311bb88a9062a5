"""How often an organization exercises its response (45 CFR 164.308(a)(6)(i), 164.308(a)(8))."""

from django import forms

from chaperone.organizations.settings import Setting, declare

DRILL_MONTHS = declare(
    Setting(
        name="incidents.drill_months",
        group="Incidents",
        default=12,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="Months between drills of the response to incidents",
            help_text="When the last drill was closed longer ago, the next is due.",
            min_value=1,
            max_value=24,
        ),
    )
)
