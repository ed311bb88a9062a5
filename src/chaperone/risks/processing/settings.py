"""Whether the GDPR applies to the organization: where it offers its service to people in the EU."""

from django import forms

from chaperone.organizations.settings import Setting, declare

GDPR = declare(
    Setting(
        name="processing.gdpr",
        group="Privacy",
        default=False,
        permission="settings.security",
        field=lambda: forms.BooleanField(
            label="The GDPR applies to us",
            help_text="Say yes if you care for people in the European Union or are established"
            " there (GDPR Art. 3). Then records of processing and impact assessments fall due.",
            required=False,
        ),
    )
)
