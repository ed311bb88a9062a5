"""What people are told when a reading of the installation turns to alarm, and when it is over."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(_about: About) -> str:
    return reverse("status:status")


WRONG = declare(
    Kind(
        name="status.wrong",
        subject="Something is wrong with Chaperone",
        sentence="A reading of the installation stands at alarm. Open the status page: it says"
        " which, and what to do.",
        link=_link,
    )
)
OVER = declare(
    Kind(
        name="status.over",
        subject="Chaperone is well again",
        sentence="A reading of the installation that stood at alarm is well again. The status page"
        " says which.",
        link=_link,
        ends=True,
    )
)
