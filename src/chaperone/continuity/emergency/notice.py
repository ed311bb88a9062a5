"""What officers are told when a journal has joined. Fixed sentences: they hold no PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:  # noqa: ARG001  the same place for everybody
    return reverse("ledger:search")


JOINED = declare(
    Kind(
        name="continuity.joined",
        subject="The record of emergency mode is complete",
        sentence="What was opened in emergency mode has joined the ledger. Look at it there.",
        link=_link,
    )
)
SPOILT = declare(
    Kind(
        name="continuity.spoilt",
        subject="The record of emergency mode was altered",
        sentence="The journal of emergency mode is not what was written to it. What was intact has"
        " joined the ledger, which says what was found. Treat it as a security incident.",
        link=_link,
    )
)
