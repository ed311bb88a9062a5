"""The pages of this room beside each other, and who may open them."""

from chaperone.registers.answers import Tab

READ, MANAGE = "detection.read", "detection.manage"
PURPOSE = "operations"
CITATION = "45 CFR 164.308(a)(1)(ii)(D)"

TABS = (
    Tab("Alerts", "detection:alerts"),
    Tab("Weekly review", "detection:reviews:register"),
    Tab("Rules", "detection:rules:register"),
    Tab("Noise", "detection:noise"),
)
