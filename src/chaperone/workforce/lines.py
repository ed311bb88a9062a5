"""What stands on the checklists, in order. What the system knows it ticks itself."""

from typing import NamedTuple


class Step(NamedTuple):
    """A line as it is made: what it says, and how many days there are to do it."""

    label: str
    days: int


ONBOARDING = {
    "confidentiality": Step("Confidentiality agreement signed", 1),
    "second_factor": Step("Second factor set up", 1),
    "training": Step("Training passed", 14),
    "policies": Step("Policies acknowledged", 14),
    "device": Step("Device handed out and recorded", 7),
    "access": Step("Access asked for and approved", 7),
}
TERMINATION = {
    "ended": Step("Access ended: grants, sessions, keys", 0),
    "devices": Step("Collect devices, keys and badges", 1),
    "outside": Step("Close accounts outside: e-mail, cloud, telephone", 1),
    "secrets": Step("Change the shared secrets that they knew", 1),
    "members": Step("Hand their members and conversations over", 1),
    "reminder": Step("Remind them in writing that confidentiality goes on", 7),
    "file": Step("File the papers", 14),
}
CLEARANCES = ("confidentiality", "training", "policies")
STEPS = {**ONBOARDING, **TERMINATION}
KNOWN = frozenset({*CLEARANCES, "second_factor", "access", "ended"})
"""Ticked by the system alone; a device as well, where a room knows of devices."""
