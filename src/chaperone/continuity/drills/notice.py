"""What people are told when a restore does not work. A fixed sentence: it holds no PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:
    return reverse("continuity:drills:exercise", kwargs={"exercise_id": about.subject})


FAILED = declare(
    Kind(
        name="continuity.drill_failed",
        subject="A restore drill failed",
        sentence="A backup was restored on trial, and that failed: after a disaster it might not"
        " bring the platform back. Open the link to see why.",
        link=_link,
    )
)
