"""Workstation use and security (45 CFR 164.310(b), (c))."""

from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import counted, judged, missing, people, unknown, weak
from chaperone.evidence.written import written
from chaperone.facilities.queries.standing import copies_standing, workstations_standing
from chaperone.ledger.actors import Actor
from chaperone.policies.queries.acknowledging import acknowledging_of
from chaperone.registers.queries.history import entries_about

USE = "164.310(b)"
SECURITY = "164.310(c)"


@collects(USE)
def workstation_use(actor: Actor) -> Found:
    """What workstations are for and how they are used is written, in force and acknowledged."""
    text, reading = written(actor, USE), acknowledging_of(actor, USE)
    return judged(
        f"How workstations are used is in force, and acknowledged by all {people(reading.people)}.",
        text.lack,
        weak(
            text.lack is None and not reading.versions,
            "Nobody must acknowledge how workstations are used.",
            "Make its policy mandatory with the next version.",
        ),
        weak(
            reading.lacking,
            f"{reading.lacking} of {people(reading.people)} have not acknowledged it in time.",
            "Remind them: the page of policies lists who lacks what.",
        ),
        figures=(
            Figure("People asked", reading.people),
            Figure("People who have not acknowledged it", reading.lacking),
            *text.figures,
        ),
        ledger=text.ledger,
    )


@collects(SECURITY)
def workstation_security(actor: Actor) -> Found:
    """Each workstation was checked in time, and had an encrypted disk and a firewall then."""
    text, found = written(actor, SECURITY), workstations_standing(actor)
    copies = copies_standing(actor)
    return judged(
        f"{counted(found.here, 'workstation')} checked in time, each with an encrypted disk and a"
        " firewall.",
        unknown(
            not found.here,
            "No workstation is on the register.",
            "Enter the laptops and telephones that people work with, and check each.",
        ),
        text.lack,
        missing(
            found.weak,
            f"{counted(found.weak, 'workstation')} failed on disk encryption or firewall.",
            "Mend it, and check the device again; until then, take it out of use.",
        ),
        weak(
            found.unchecked,
            f"{counted(found.unchecked, 'workstation')} never checked.",
            "Check each device along the list, and record what was found.",
        ),
        weak(
            found.late,
            f"The check of {counted(found.late, 'workstation')} is overdue.",
            "Check each device along the list, and record what was found.",
        ),
        figures=(
            Figure("Workstations", found.here),
            Figure("Never checked", found.unchecked),
            Figure("Check overdue", found.late),
            Figure("Failed on encryption or firewall", found.weak),
            Figure("Copies of members' data asked for", copies.asked),
            Figure("Copies that wait for a second person", copies.waiting),
            *text.figures,
        ),
        ledger=(*entries_about(actor, found.latest), *text.ledger),
    )
