"""What people in charge of backups are told. Fixed sentences: they hold no PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:  # noqa: ARG001  every one opens the same page
    return reverse("continuity:backups:backups")


OVERDUE = declare(
    Kind(
        name="continuity.backup_overdue",
        subject="There is no backup of the last day",
        sentence="The last whole backup is older than 26 hours. Open the link to see why, and make"
        " one.",
        link=_link,
    )
)
DAMAGED = declare(
    Kind(
        name="continuity.backup_damaged",
        subject="A backup is damaged",
        sentence="A backup was read from where it is kept and is missing, cut or altered. Open the"
        " link to see which.",
        link=_link,
    )
)
