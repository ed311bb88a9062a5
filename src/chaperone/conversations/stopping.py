"""What an organization can stop at once: the texts that go out, and the assistant.

45 CFR 164.308(a)(6)(ii): harm is mitigated. A life comes before a gate: the fixed texts in an
emergency or crisis go out whatever is stopped, and a person is called (invariant 3). Known to every
process within five seconds of a change.
"""

from uuid import UUID

from django import forms

from chaperone.conversations.models import Delivery
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting, declare

GOES_OUT = declare(
    Setting(
        name="conversations.goes_out",
        group="Answers",
        default=True,
        permission="settings.security",
        field=lambda: forms.BooleanField(
            label="Texts go out to members",
            help_text="Without it every text waits, but for the fixed ones in an emergency or"
            " crisis. What waits goes out when this is set again.",
            required=False,
        ),
    )
)
ASSISTANT_WORKS = declare(
    Setting(
        name="conversations.assistant_works",
        group="Answers",
        default=True,
        permission="settings.security",
        field=lambda: forms.BooleanField(
            label="The assistant works",
            help_text="Without it every text is left to the coaches, whoever else was to answer.",
            required=False,
        ),
    )
)


def goes_out(organization_id: UUID) -> bool:
    """Whether texts go out, beside those that save a life."""
    return bool(value_of(GOES_OUT, organization_id))


def assistant_works(organization_id: UUID) -> bool:
    """Whether the assistant may write anything."""
    return bool(value_of(ASSISTANT_WORKS, organization_id))


def is_stopped(delivery: Delivery) -> bool:
    """Whether this is something of the assistant's, which is stopped."""
    return delivery.kind == Delivery.Kind.ANSWER and not assistant_works(delivery.organization_id)
