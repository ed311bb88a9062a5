"""What people are told when a conversation needs somebody. A fixed sentence: it holds no PHI."""

from django.urls import reverse

from chaperone.conversations.models import Page
from chaperone.conversations.paging.tokens import Token, token_for
from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:
    if about.recipient_id is None:
        # Another service gets no link that acknowledges: it names nobody who would have done so.
        return reverse("today:today")
    token = token_for(Token(about.organization_id, about.subject, about.recipient_id))
    return reverse("paging:by_link", kwargs={"token": token})


def _reply(about: About) -> str:
    code = Page.objects.filter(id=about.subject).values_list("code", flat=True).first()
    return f"OK {code}" if code else ""


NEEDED = declare(
    Kind(
        name="conversations.needed",
        subject="A conversation needs you",
        sentence="A conversation needs you. Open the link to say that you see to it.",
        link=_link,
        reply=_reply,
    )
)
