"""What people in charge of vendors are told. Fixed sentences: they hold no PHI."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(about: About) -> str:  # noqa: ARG001  every one opens the same page
    return reverse("vendors:gates")


SHUT = declare(
    Kind(
        name="vendors.shut",
        subject="Members' data is held back for want of an agreement",
        sentence="No agreement in force lets members' data go to a vendor, so it is held back."
        " See where, and renew the agreement.",
        link=_link,
    )
)
OVERRIDDEN = declare(
    Kind(
        name="vendors.overridden",
        subject="Emergency texts went out without an agreement",
        sentence="Fixed emergency or crisis texts went out to a vendor without an agreement in"
        " force, to save a life. Look at it, and renew the agreement.",
        link=_link,
    )
)
