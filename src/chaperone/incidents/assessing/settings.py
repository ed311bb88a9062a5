"""What an organization promises beyond the law, which it sets on its settings page."""

from django import forms

from chaperone.organizations.settings import Setting, declare

MOST_HOURS = 60 * 24
PROMISE_HOURS = declare(
    Setting(
        name="incidents.promise_hours",
        group="Incidents and breaches",
        default=24,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            min_value=1,
            max_value=MOST_HOURS,
            label="Hours until people are told of a breach",
            help_text="What you promise; the law gives 60 days at most (45 CFR 164.404(b)).",
        ),
    )
)
TOLL_FREE = declare(
    Setting(
        name="incidents.toll_free",
        group="Incidents and breaches",
        default="",
        permission="settings.security",
        field=lambda: forms.RegexField(
            r"^$|^\+?1?[-. (]*8(00|33|44|55|66|77|88)[-. )]*\d{3}[-. ]*\d{4}$",
            required=False,
            max_length=20,
            label="Toll-free number for questions about a breach",
            help_text="Such as 1-800-555-0100; it must answer for 90 days (164.404(d)(2)).",
        ),
    )
)
