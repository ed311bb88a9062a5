"""What people are told about deadlines of a breach."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:
    return reverse("incidents:assessment", kwargs={"incident_id": about.subject})


DUE = declare(
    Kind(
        name="incidents.clock_due",
        subject="A notice of a breach is due soon",
        sentence="A deadline for telling people of a breach runs out soon. See which, and what is"
        " still to be done.",
        link=_link,
    )
)
LATE = declare(
    Kind(
        name="incidents.clock_late",
        subject="A notice of a breach is late",
        sentence="A deadline for telling people of a breach has passed, and it is not noted that"
        " they were told. Tell them now, and note it.",
        link=_link,
    )
)
