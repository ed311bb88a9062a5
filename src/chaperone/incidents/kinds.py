"""What kinds of incidents there are, and which playbook each has."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class IncidentKind(NamedTuple):
    """A kind of incident. ``severity``: what it is taken for until somebody judges it;
    ``playbook``: the starter text that says what to do; ``about``: what it is, in a line.
    """

    label: str
    severity: str
    playbook: str
    about: str


KINDS: Mapping[str, IncidentKind] = MappingProxyType(
    {
        "ransomware": IncidentKind(
            "Ransomware or other malware",
            "critical",
            "playbook-ransomware",
            "Files are encrypted or a program runs that nobody wanted.",
        ),
        "credential_theft": IncidentKind(
            "Stolen or guessed sign-in",
            "high",
            "playbook-credential-theft",
            "Somebody signs in as somebody else, or could.",
        ),
        "lost_device": IncidentKind(
            "Lost or stolen device",
            "high",
            "playbook-lost-device",
            "A laptop, a phone, a key or paper is gone.",
        ),
        "misdirected_message": IncidentKind(
            "Message to the wrong person",
            "medium",
            "playbook-misdirected-message",
            "A text, an e-mail, a letter or a file went to somebody it was not for.",
        ),
        "snooping": IncidentKind(
            "Looking without a reason",
            "medium",
            "playbook-snooping",
            "Somebody of ours looked at a member whom they do not care for.",
        ),
        "vendor_breach": IncidentKind(
            "Breach at a vendor",
            "high",
            "playbook-vendor-breach",
            "Somebody who works for us tells of a breach at their place.",
        ),
        "integrity": IncidentKind(
            "Data changed or lost",
            "high",
            "playbook-other",
            "Values or the record are not what they were.",
        ),
        "outage": IncidentKind(
            "Service not available",
            "medium",
            "playbook-other",
            "Members are not answered, or pages do not open.",
        ),
        "complaint": IncidentKind(
            "Complaint about privacy",
            "low",
            "playbook-other",
            "Somebody says that we do not keep what we promise (45 CFR 164.530(d)).",
        ),
        "other": IncidentKind(
            "Something else", "medium", "playbook-other", "None of the others fits, or not yet."
        ),
    }
)
CHOICES = [(name, each.label) for name, each in KINDS.items()]
