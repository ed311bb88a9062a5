"""What the Secretary is notified of, with the fields of the breach portal of HHS (164.408).

The portal takes no file: each value stands under the name of its question there, to be entered. The
names are those of the public form "Notice to the Secretary of HHS of Breach of Unsecured PHI".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chaperone.incidents.assessing.deadlines import MANY
from chaperone.incidents.assessing.queries.clocks import people_to_tell
from chaperone.incidents.exposure.residence import NOT_KNOWN
from chaperone.incidents.models import Assessment, Exposure, Incident, Notice, Way
from chaperone.incidents.notifying.elements import text_of

NOT_SAID = "not known to this system"
_TYPES: Mapping[str, str] = {
    "ransomware": "Hacking/IT Incident",
    "credential_theft": "Hacking/IT Incident",
    "lost_device": "Theft or Loss",
    "misdirected_message": "Unauthorized Access/Disclosure",
    "snooping": "Unauthorized Access/Disclosure",
    "vendor_breach": "Hacking/IT Incident",
}
_LOCATIONS: Mapping[str, str] = {
    Way.DEVICE: "Laptop or Other Portable Electronic Device",
    Way.VENDOR: "Network Server (business associate)",
}


class Told(NamedTuple):
    """What there is to tell of one breach."""

    organization: str
    incident: Incident
    assessment: Assessment
    exposure: Exposure
    notice: Notice | None
    letters_from: str
    letters_to: str
    letters: int
    substitutes: int


def fields(told: Told) -> dict[str, str]:
    """Each question of the portal with its answer."""
    members = people_to_tell(told.assessment, told.exposure)
    notice = told.notice
    posted = bool(notice and notice.posted_on)
    return {
        "Type of Report": "Initial Breach Report",
        "Name of Covered Entity": told.organization,
        "Did the breach occur at or by a Business Associate?": _yes(
            told.assessment.acting_as == Assessment.As.ASSOCIATE or told.exposure.way == Way.VENDOR
        ),
        "Breach Affecting": "500 or More Individuals"
        if members >= MANY
        else "Fewer Than 500 Individuals",
        "Approximate Number of Individuals Affected": str(members),
        "Residents by State": _states(told.exposure),
        "Breach Start Date": day(told.incident.happened_from or told.exposure.since),
        "Breach End Date": day(told.incident.happened_until or told.exposure.until),
        "Discovery Date": day(told.incident.discovered_at),
        "Type of Breach": _TYPES.get(told.incident.kind, "Other"),
        "Location of Breached Information": _LOCATIONS.get(
            told.exposure.way, "Electronic Medical Record"
        ),
        "Type of Protected Health Information Involved": ", ".join(
            sorted(told.exposure.by_element)
        ),
        "Brief Description of the Breach": _words(notice, "happened"),
        "Safeguards in Place Prior to Breach": "Privacy Rule Safeguards; Security Rule"
        " Administrative, Physical and Technical Safeguards",
        "Date(s) Individual Notice Provided": _between(told.letters_from, told.letters_to),
        "Individual Notices Provided": str(told.letters),
        "Was Substitute Notice Required?": _yes(posted or told.substitutes > 0),
        "Individuals With Insufficient Contact Information": str(told.substitutes),
        "Was Media Notice Required?": _yes(_most(told.exposure) > MANY),
        "Actions Taken in Response to Breach": _words(notice, "doing"),
    }


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"


def day(moment: datetime) -> str:
    """As the portal writes a day."""
    return f"{moment:%m/%d/%Y}"


def _between(first: str, last: str) -> str:
    if not first:
        return "not yet"
    return first if first == last else f"{first} to {last}"


def _states(exposure: Exposure) -> str:
    return ", ".join(f"{state}: {count}" for state, count in sorted(exposure.by_state.items()))


def _most(exposure: Exposure) -> int:
    return max((n for state, n in exposure.by_state.items() if state != NOT_KNOWN), default=0)


def _words(notice: Notice | None, name: str) -> str:
    return text_of(notice, name, "en") if notice else NOT_SAID
