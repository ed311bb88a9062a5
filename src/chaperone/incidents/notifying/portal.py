"""What the Secretary is notified of, in the order of the breach portal of HHS (164.408).

The portal takes no file: each value stands under the name of its question there, to be entered
screen by screen. What this rests on, and what was not checked:

- Screens General and Contact, asterisks and "Initial Breach Report": "Breach Portal Required
  Information" of OCR, in its edition for 42 CFR Part 2 (OMB 0945-0010), which follows that for
  HIPAA (OMB 0945-0001). The screens after them: the form of ocrnotifications.hhs.gov before it
  (Breach, Notice of Breach and Actions Taken, Attestation).
- Types and locations of a breach: the filters of HHS's public list of breaches. That end dates of
  breach and discovery are required, and the wording of safeguards: BakerHostetler on the portal of
  2015.
- **Not checked**: the portal itself, which shows its questions only to who files, and the wording
  of the questions on dates of notice and on actions taken, which is from memory of OCR's list.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chaperone.incidents.assessing.deadlines import MANY
from chaperone.incidents.assessing.queries.clocks import people_to_tell, states_to_tell
from chaperone.incidents.exposure.residence import NOT_KNOWN
from chaperone.incidents.models import Assessment, Exposure, Incident, Notice, Way
from chaperone.incidents.notifying.elements import text_of

NOT_SAID = "not known to this system"
_TYPES: Mapping[str, str] = {
    "ransomware": "Hacking/IT Incident",
    "credential_theft": "Hacking/IT Incident",
    "lost_device": "Loss",
    "misdirected_message": "Unauthorized Access/Disclosure",
    "snooping": "Unauthorized Access/Disclosure",
    "vendor_breach": "Hacking/IT Incident",
}
_LOCATIONS: Mapping[str, str] = {
    Way.DEVICE: "Other Portable Electronic Device",
    Way.VENDOR: "Network Server",
}
_SAFEGUARDS = "; ".join(
    (
        "Privacy Rule Safeguards (Training, Policies and Procedures, etc.)",
        "Security Rule Administrative Safeguards (Risk Analysis, Risk Management, etc.)",
        "Security Rule Physical Safeguards (Facility Access Controls, Workstation Security, etc.)",
        "Security Rule Technical Safeguards (Access Controls, Transmission Security, etc.)",
    )
)
_CLINICAL = ("message", "answer", "finding", "reading")


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
    """Each question of the portal with its answer, screen by screen."""
    return {
        **_contact(told),
        **_breach(told),
        **_notice(told),
        "Name": NOT_SAID,
        "Date": NOT_SAID,
    }


def _contact(told: Told) -> dict[str, str]:
    """The screens General and Contact."""
    associate = told.assessment.acting_as == Assessment.As.ASSOCIATE
    return {
        "Report Type": "Initial Breach Report",
        "Are you filing on behalf of your organization?": _yes(not associate),
        "Did the breach occur at or by a Business Associate?": _yes(
            associate or told.exposure.way == Way.VENDOR
        ),
        "Name of Covered Entity": NOT_SAID if associate else told.organization,
        "Type of Covered Entity": NOT_SAID,
        "Street Address, City, State, ZIP": NOT_SAID,
        "Point of Contact: First Name, Last Name, Email, Phone Number": NOT_SAID,
    }


def _breach(told: Told) -> dict[str, str]:
    members = people_to_tell(told.assessment, told.exposure)
    found = day(told.incident.discovered_at)
    return {
        "Breach Affecting": "500 or More Individuals"
        if members >= MANY
        else "Fewer Than 500 Individuals",
        "Breach Start Date": day(told.incident.happened_from or told.exposure.since),
        "Breach End Date": day(told.incident.happened_until or told.exposure.until),
        "Discovery Start Date": found,
        "Discovery End Date": found,
        "Approximate Number of Individuals Affected by the Breach": str(members),
        "Type of Breach": _TYPES.get(told.incident.kind, "Other"),
        "Location of Breach": _LOCATIONS.get(told.exposure.way, "Electronic Medical Record"),
        "Type of Protected Health Information Involved in Breach": _kinds(told.exposure),
        "Brief Description of the Breach": _words(told.notice, "happened"),
        "Safeguards in Place Prior to Breach": _SAFEGUARDS,
    }


def _notice(told: Told) -> dict[str, str]:
    posted = bool(told.notice and told.notice.posted_on)
    counted = states_to_tell(told.assessment, told.exposure)
    media = sorted(state for state, n in counted.items() if state != NOT_KNOWN and n > MANY)
    return {
        "Individual Notice Provided Start Date": told.letters_from or "not yet",
        "Individual Notice Provided Projected/Expected End Date": told.letters_to or "not yet",
        "Individual Notices Provided": str(told.letters),
        "Was Substitute Notice Required?": _yes(posted or told.substitutes > 0),
        "Individuals With Insufficient Contact Information": _ten(told.substitutes),
        "Was Media Notice Required?": _yes(bool(media)),
        "State(s) and/or Territories in Which Media Notice Was Provided": ", ".join(media),
        "Residents by State": ", ".join(
            f"{state}: {count}" for state, count in sorted(counted.items())
        ),
        "Actions Taken in Response to Breach": "Other",
        "Describe Other Actions Taken": _words(told.notice, "doing"),
    }


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"


def day(moment: datetime) -> str:
    """As the portal writes a day."""
    return f"{moment:%m/%d/%Y}"


def _ten(count: int) -> str:
    return f"{count} ({'10 or more' if count >= 10 else 'fewer than 10'})"


def _kinds(exposure: Exposure) -> str:
    """As the portal groups them; what is asked within a group stands behind it."""
    names = sorted(exposure.by_element)
    clinical = [each for each in names if any(word in each.lower() for word in _CLINICAL)]
    groups = {
        "Clinical": clinical,
        "Demographic": [each for each in names if each not in clinical],
    }
    return "; ".join(f"{name}: {', '.join(held)}" for name, held in groups.items() if held)


def _words(notice: Notice | None, name: str) -> str:
    return text_of(notice, name, "en") if notice else NOT_SAID
