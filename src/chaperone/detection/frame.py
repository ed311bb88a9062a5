"""The pages of this room beside each other, and who may open them."""

from typing import NamedTuple

READ, MANAGE = "detection.read", "detection.manage"
PURPOSE = "operations"
CITATION = "45 CFR 164.308(a)(1)(ii)(D)"


class Tab(NamedTuple):
    """A page beside the one that is shown."""

    label: str
    url: str


TABS = (
    Tab("Alerts", "detection:alerts"),
    Tab("Weekly review", "detection:reviews:register"),
    Tab("Rules", "detection:rules:register"),
    Tab("Noise", "detection:noise"),
)
