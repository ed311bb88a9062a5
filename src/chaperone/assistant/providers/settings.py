"""What an organization may set about models; each change is kept (45 CFR 164.316(b)(1))."""

from django import forms

from chaperone.assistant.providers.configuration import LIBRARY, endpoints
from chaperone.assistant.providers.errors import NotConfigured
from chaperone.organizations.settings import Setting, declare


def _choices() -> list[tuple[str, str]]:
    library = [(LIBRARY, "The library alone: nothing leaves this installation")]
    try:
        found = endpoints()
    except NotConfigured:
        return library
    models = [(each.name, f"{each.name}: {each.model} at {each.host}") for each in found.values()]
    return [*library, *models]


MODEL = declare(
    Setting(
        name="assistant.model",
        group="Assistant",
        default=LIBRARY,
        permission="settings.security",
        field=lambda: forms.ChoiceField(
            label="Who words the assistant's replies",
            choices=_choices(),
            help_text="A model gets what a member wrote without names and numbers, and only while"
            " a business associate agreement with its vendor is in force. The operator connects"
            " models.",
        ),
    )
)
INSTRUCTIONS = declare(
    Setting(
        name="assistant.instructions",
        group="Assistant",
        default="",
        permission="settings.manage",
        field=lambda: forms.CharField(
            label="What a model shall heed when it words a reply",
            required=False,
            max_length=1500,
            widget=forms.Textarea,
            help_text="For example the tone, or words to use. The safety rules stay, whatever is"
            " written here. The model's vendor reads it: write nothing about any person.",
        ),
    )
)
