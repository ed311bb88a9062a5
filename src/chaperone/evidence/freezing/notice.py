"""What people are told when standards turn. Fixed sentences: they hold no PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:  # noqa: ARG001  # always the same page
    return reverse("evidence:standards")


WORSE = declare(
    Kind(
        name="evidence.worse",
        subject="A standard is not met any more",
        sentence="At least one standard of the HIPAA rules stands worse than before. Open the link"
        " to see which, why, and what to do.",
        link=_link,
    )
)
BETTER = declare(
    Kind(
        name="evidence.better",
        subject="A standard stands better",
        sentence="At least one standard of the HIPAA rules stands better than before.",
        link=_link,
    )
)
