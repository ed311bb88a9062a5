"""What people are told when a duty falls due. Fixed sentences: what it is, the link shows."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare

_SOON = 7


def _link(about: About) -> str:
    return reverse("calendar:reminder", kwargs={"reminder_id": about.subject})


def _kind(name: str, subject: str, sentence: str) -> Kind:
    return declare(Kind(name=f"duties.{name}", subject=subject, sentence=sentence, link=_link))


LATER = _kind(
    "later",
    "Something falls due in some weeks",
    "Something that you look after falls due in some weeks. Open the link to see what, and when.",
)
SOON = _kind(
    "soon",
    "Something falls due within a week",
    "Something that you look after falls due within a week. Open the link to see what, and when.",
)
TODAY = _kind(
    "today",
    "Something is due today",
    "Something that you look after is due today. Open the link to see what.",
)
OVERDUE = _kind(
    "overdue",
    "Something is overdue",
    "Something that you look after is overdue. Open the link to see what. You are told again each"
    " week until it is done.",
)


def kind_for(left: int) -> Kind:
    """The notice for a duty with so many days left; below 0: overdue."""
    if left < 0:
        return OVERDUE
    if left == 0:
        return TODAY
    return SOON if left <= _SOON else LATER
