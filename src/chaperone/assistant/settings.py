"""What an organization decides about its assistant."""

from django import forms

from chaperone.organizations.settings import Setting, declare

UNREVIEWED = declare(
    Setting(
        name="assistant.unreviewed",
        group="Assistant",
        default=False,
        permission="settings.manage",
        field=lambda: forms.BooleanField(
            required=False,
            label="Send answers that no clinician of yours has approved",
            help_text="No: where the entry that answers is not approved, the text goes to a coach."
            " Entries that were decided not to be sent never go out.",
        ),
    )
)
