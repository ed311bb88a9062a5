"""Protection from malicious software (45 CFR 164.308(a)(5)(ii)(B))."""

from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.collectors.administrative.training import MALWARE
from chaperone.evidence.judging import counted, judged, missing, weak
from chaperone.evidence.written import written
from chaperone.facilities.queries.checking import checking_of
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.risks.findings.queries.imports import imports_of
from chaperone.risks.models import FindingImport

_ITEMS = ("malware", "updates")


@collects(MALWARE)
def malware(actor: Actor) -> Found:
    """The devices that people work on were checked, and have protection and updates on."""
    text, found = written(actor, MALWARE), checking_of(actor, *_ITEMS)
    scans = [each for each in imports_of(actor) if each.state == FindingImport.State.DONE]
    scanned = scans[0].decided_at if scans else None
    return judged(
        f"Every device that people work on has protection on ({found.devices:,}).",
        text.lack,
        missing(
            not found.devices,
            "No device that people work on is on the register.",
            "Enter each device that people see members' data on, and check it.",
        ),
        missing(
            found.failing,
            f"On {counted(found.failing, 'device')} protection or updates were found off.",
            "Mend what the check found, and check the device again.",
        ),
        weak(
            found.overdue,
            f"The check of {counted(found.overdue, 'device')} is overdue.",
            "Check the devices that are overdue.",
        ),
        weak(
            found.never,
            f"There was never a check of {counted(found.never, 'device')}.",
            "Check each device before it is handed out.",
        ),
        figures=(
            Figure("Devices", found.devices),
            Figure("With protection or updates off", found.failing),
            Figure("Checks overdue", found.overdue),
            Figure("Never checked", found.never),
            Figure("Last scan taken in", scanned.date().isoformat() if scanned else None),
            *text.figures,
        ),
        ledger=(*entries_about(actor, found.latest), *text.ledger),
    )
