"""What the platform's people are told of a customer who leaves. Fixed sentences, without PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:  # noqa: ARG001  the customer's own pages are not theirs
    return reverse("vendors:customers")


ASKED = declare(
    Kind(
        name="disclosures.departure_asked",
        subject="A customer asked for its members' data back",
        sentence="A customer whose agreement has ended asked for its members' data. It is packed"
        " once a second person there agrees, and destroyed here after it arrived.",
        link=_link,
        severity="info",
    )
)
DONE = declare(
    Kind(
        name="disclosures.departure_done",
        subject="A customer's data was returned and destroyed",
        sentence="The members' data of a customer who left was returned to it and destroyed here."
        " The certificate is in the customer's record.",
        link=_link,
        severity="info",
        ends=True,
    )
)
