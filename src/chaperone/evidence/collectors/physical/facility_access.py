"""Facility access controls (45 CFR 164.310(a))."""

from chaperone.continuity.recovery.queries.contacts import (
    digest_of,
    latest_put_away,
    whom_to_call,
)
from chaperone.evidence.asked_once import sites_standing
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.facilities.queries.standing import (
    Sites,
    doors_standing,
    upkeep_standing,
)
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about

STANDARD = "164.310(a)(1)"
CONTINGENCY = "164.310(a)(2)(i)"
PLAN = "164.310(a)(2)(ii)"
VALIDATION = "164.310(a)(2)(iii)"
MAINTENANCE = "164.310(a)(2)(iv)"
_NO_SITE = "No site is on the register."
_ENTER_SITE = (
    "Enter the places where people work or equipment stands; where there are none, sign that this"
    " does not apply, and why."
)


@collects(CONTINGENCY)
def contingency_operations(actor: Actor) -> Found:
    """How people come in to restore data is written down for each site, and kept on paper."""
    text, sites = written(actor, CONTINGENCY), sites_standing(actor)
    put_away = latest_put_away(actor)
    return judged(
        f"{counted(sites.here, 'site')} each with a way in and whom to call, and the list of whom"
        " to call lies on paper.",
        unknown(not sites.here, _NO_SITE, _ENTER_SITE),
        text.lack,
        weak(
            put_away is None,
            "Nobody has put the list of whom to call away on paper.",
            "Print the list of whom to call, and say where it lies.",
        ),
        weak(
            put_away is not None and put_away.sha256 != digest_of(whom_to_call(actor)),
            "The list on paper is not the list of today.",
            "Print the list of whom to call anew, and say where it lies.",
        ),
        figures=(
            _sites(sites),
            Figure("List on paper since", put_away.put_away_at.date().isoformat())
            if put_away
            else Figure("List on paper", "no"),
            *text.figures,
        ),
        ledger=(*entries_about(actor, sites.latest), *text.ledger),
    )


@collects(PLAN)
def security_plan(actor: Actor) -> Found:
    """Each site has a security plan that is signed, and was reviewed in time."""
    sites = sites_standing(actor)
    return judged(
        f"{counted(sites.here, 'site')} each with a signed security plan, reviewed in time.",
        unknown(not sites.here, _NO_SITE, _ENTER_SITE),
        missing(
            sites.unplanned,
            f"{counted(sites.unplanned, 'site')} without a signed security plan.",
            "Write the security plan of each site, and sign it.",
        ),
        weak(
            sites.late,
            f"The review of {counted(sites.late, 'security plan')} is overdue.",
            "Walk through the site with its plan, and record what was found.",
        ),
        figures=(
            _sites(sites),
            Figure("Without a signed plan", sites.unplanned),
            Figure("Plans to be reviewed by now", sites.late),
        ),
        ledger=entries_about(actor, sites.latest),
    )


@collects(VALIDATION)
def access_and_validation(actor: Actor) -> Found:
    """Who comes in is known: visitors are signed in and out, badges belong to who works here."""
    doors = doors_standing(actor)
    return judged(
        f"{counted(doors.visits, 'visitor')} in 90 days, all signed out; "
        f"{counted(doors.badges, 'badge')}, each of somebody who works here.",
        unknown(
            not (doors.visits or doors.badges),
            "Neither visitors nor badges are recorded.",
            "Sign visitors in at the desk, and enter who holds which badge or key.",
        ),
        missing(
            doors.leavers,
            f"{counted(doors.leavers, 'badge')} of people who have no access here any more.",
            "Take the badge back, and retire it on the page of badges.",
        ),
        weak(
            doors.forgotten,
            f"{counted(doors.forgotten, 'visitor')} here since an earlier day.",
            "Find out whether they have left, and sign them out.",
        ),
        weak(
            doors.strangers,
            f"Doors opened {counted(doors.strangers, 'time')} to a badge that is nobody's.",
            "Find out whose badge it is; enter it, or have the lock refuse it.",
        ),
        figures=(
            Figure("Visitors in 90 days", doors.visits),
            Figure("Not signed out since an earlier day", doors.forgotten),
            Figure("Badges in use", doors.badges),
            Figure("Badges of people without access", doors.leavers),
            Figure("Lines of locks in 90 days", doors.uses),
            Figure("Opened to a badge that is nobody's", doors.strangers),
        ),
        ledger=entries_about(actor, doors.latest),
    )


@collects(MAINTENANCE)
def maintenance_records(actor: Actor) -> Found:
    """What was repaired or changed of locks, doors and walls stands on record, with who did it."""
    sites, upkeep = sites_standing(actor), upkeep_standing(actor)
    last = upkeep.last_on.isoformat() if upkeep.last_on else None
    return judged(
        f"{counted(upkeep.recorded, 'repair')} on record, the last of {last}.",
        unknown(not sites.here, _NO_SITE, _ENTER_SITE),
        weak(
            sites.here and not upkeep.recorded,
            "No repair of a lock, door or wall has been recorded so far.",
            "Record repairs and changes on the page of the site, the last one as well.",
        ),
        figures=(
            _sites(sites),
            Figure("Repairs on record", upkeep.recorded),
            Figure("Last repair", last),
        ),
        ledger=entries_about(actor, upkeep.latest),
    )


@summarizes(STANDARD, CONTINGENCY, PLAN, VALIDATION, MAINTENANCE)
def facility_access(actor: Actor, parts: Parts) -> Found:
    """Physical access is limited to who is meant to have it."""
    sites = sites_standing(actor)
    own = judged(
        f"Access to {counted(sites.here, 'site')} is planned, watched and kept on record.",
        unknown(not sites.here, _NO_SITE, _ENTER_SITE),
        figures=(_sites(sites),),
    )
    return of_parts(parts, own)


def _sites(sites: Sites) -> Figure:
    return Figure("Sites", sites.here)
