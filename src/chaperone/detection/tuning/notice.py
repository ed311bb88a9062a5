"""What everybody who may see alerts is told when somebody changes a rule. A fixed sentence."""

from django.urls import reverse

from chaperone.notices.kinds import About, Kind, declare


def _link(_about: About) -> str:
    return reverse("detection:rules:register")


TUNED = declare(
    Kind(
        name="detection.rule_tuned",
        subject="A rule that finds suspicious activity was changed",
        sentence="Somebody switched a rule off, or changed what it looks for. Open the link to see"
        " which, why and until when.",
        link=_link,
        severity="warning",
    )
)
