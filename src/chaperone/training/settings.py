"""How long people have to take a course that they are newly asked to take."""

from django import forms

from chaperone.organizations.settings import Setting, declare

DUE_DAYS = declare(
    Setting(
        name="training.due_days",
        group="Workforce",
        default=14,
        permission="settings.security",
        field=lambda: forms.IntegerField(
            label="Days to take a new course in",
            help_text="Whoever was cleared stays so until then. Newcomers see members' data only"
            " with the days that “Newcomers” allows.",
            min_value=1,
            max_value=90,
        ),
    )
)
