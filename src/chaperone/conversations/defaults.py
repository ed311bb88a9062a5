"""How an organization answers where nobody chose anything else for a conversation."""

from uuid import UUID

from django import forms

from chaperone.conversations.models import Answerer
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting, declare

ANSWERS = declare(
    Setting(
        name="conversations.answers",
        group="Answers",
        default=Answerer.ASSISTANT.value,
        permission="settings.manage",
        field=lambda: forms.ChoiceField(
            label="Who answers members' texts",
            help_text="For every conversation for which nobody chose otherwise. A coach can take"
            " over at any time. Texts for emergencies and crises go out whatever is set here.",
            choices=[
                ("assistant", "The assistant, at once, from the library"),
                ("draft", "The assistant drafts; a coach approves each text"),
                ("coach", "Coaches; the assistant stays silent"),
            ],
        ),
    )
)


def default_of(organization_id: UUID) -> Answerer:
    """Who answers where nobody chose otherwise. Known within five seconds of a change."""
    return Answerer(value_of(ANSWERS, organization_id))
