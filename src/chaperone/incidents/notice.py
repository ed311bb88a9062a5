"""What people are told of reports and incidents, in fixed sentences that name nobody."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _report(about: About) -> str:
    return reverse("incidents:one_report", kwargs={"report_id": about.subject})


RECEIVED = declare(
    Kind(
        name="incidents.report_received",
        subject="Somebody reported a concern",
        sentence="Somebody reported a concern. Open the link, read it, and tell them that you have"
        " taken it up.",
        link=_report,
    )
)
LATE = declare(
    Kind(
        name="incidents.report_late",
        subject="A reported concern waits for too long",
        sentence="Somebody reported a concern, and nobody has taken it up in the time that was"
        " promised to them. Open the link.",
        link=_report,
    )
)
NOBODY = declare(
    Kind(
        name="incidents.report_for_nobody",
        subject="Nobody may see a reported concern",
        sentence="A concern was reported that nobody here may see who runs incidents. See that one"
        " more person is given the role of a security officer.",
        link=lambda _about: reverse("administration:staff"),
    )
)
TAKEN_UP = declare(
    Kind(
        name="incidents.report_taken_up",
        subject="Your concern was taken up",
        sentence="What you reported was taken up. Open the link to see what was answered.",
        link=lambda _about: reverse("incidents:report"),
    )
)
ON_DRILL_TEAM = declare(
    Kind(
        name="incidents.on_drill_team",
        subject="You are on the team of a drill",
        sentence="This is a drill: somebody put you on its team. Ask who leads it what to do; if"
        " your role lets you see it, open the link.",
        link=lambda about: reverse("incidents:case", kwargs={"incident_id": about.subject}),
    )
)
ON_TEAM = declare(
    Kind(
        name="incidents.on_team",
        subject="You are on the team of an incident",
        sentence="Somebody put you on the team of a security incident. Ask who leads it what to do;"
        " if your role lets you see it, open the link.",
        link=lambda about: reverse("incidents:case", kwargs={"incident_id": about.subject}),
    )
)
