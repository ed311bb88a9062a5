"""Business associate contracts and other arrangements (45 CFR 164.314(a))."""

from chaperone.evidence.asked_once import covered_of
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.vendors.queries.counting import below_of

STANDARD = "164.314(a)(1)"
CONTRACTS = "164.314(a)(2)(i)"
OTHER = "164.314(a)(2)(ii)"
SUBCONTRACTORS = "164.314(a)(2)(iii)"
_SIGN = "Sign an agreement that covers what it gets, or take its data away on the register."


@collects(CONTRACTS)
def contracts(actor: Actor) -> Found:
    """Each vendor that may get members' data has an agreement in force that covers all of it."""
    text, found = written(actor, CONTRACTS), covered_of(actor)
    return judged(
        f"{counted(found.vendors, 'vendor')} may get members' data, each under an agreement in"
        " force that covers all of it.",
        unknown(
            not found.vendors,
            "No vendor on the register may get members' data.",
            "Enter who carries texts, keeps backups or answers for you, and what each may get.",
        ),
        text.lack,
        missing(
            found.missing,
            f"{counted(found.missing, 'vendor')} may get members' data without an agreement in"
            f" force that covers it ({found.lapsed} had one).",
            _SIGN,
        ),
        weak(
            found.ending,
            f"The agreement with {counted(found.ending, 'vendor')} ends within 60 days.",
            "Renew it; its gate shuts on the day after it ends.",
        ),
        figures=(
            Figure("Vendors that may get members' data", found.vendors),
            Figure("Covered", found.covered),
            Figure("Ending within 60 days", found.ending),
            Figure("Not covered", found.missing),
            *text.figures,
        ),
        ledger=(*entries_about(actor, found.records), *text.ledger),
    )


@collects(OTHER)
def other_arrangements(actor: Actor) -> Found:
    """What stands in a contract's place does so where the rule lets it: between authorities."""
    found = covered_of(actor)
    return judged(
        "",
        missing(
            found.otherwise,
            f"{counted(found.otherwise, 'vendor')} with members' data and no business associate"
            " agreement, but another one: that is enough only between authorities, or where a law"
            " says what must be in it.",
            _SIGN,
        ),
        unknown(
            not found.otherwise,
            "No vendor rests on an arrangement other than a business associate agreement.",
            "Where you and none of your vendors is an authority, sign that this does not apply.",
        ),
        figures=(
            Figure("Vendors with another arrangement instead", found.otherwise),
            Figure("Vendors under an agreement", found.covered),
        ),
        ledger=entries_about(actor, found.records),
    )


@collects(SUBCONTRACTORS)
def subcontractors(actor: Actor) -> Found:
    """What a vendor passes on is covered below it as well."""
    text, found = written(actor, SUBCONTRACTORS), below_of(actor)
    top = covered_of(actor)
    return judged(
        f"{counted(found.subcontractors, 'subcontractor')} with members' data, each with an"
        " agreement or an assurance of its own."
        if found.subcontractors
        else f"{counted(top.vendors, 'vendor')} with members' data, and no subcontractor of them"
        " gets any.",
        unknown(
            not top.vendors,
            "No vendor on the register may get members' data.",
            "Enter your vendors, and the subcontractors that they name.",
        ),
        text.lack,
        missing(
            found.missing,
            f"{counted(found.missing, 'subcontractor')} with members' data that shows neither an"
            " agreement nor an assurance of its own.",
            "Ask the vendor for it; put what it shows on file.",
        ),
        figures=(
            Figure("Subcontractors with members' data", found.subcontractors),
            Figure("Without agreement or assurance", found.missing),
            *text.figures,
        ),
        ledger=(*entries_about(actor, found.records), *text.ledger),
    )


@summarizes(STANDARD, CONTRACTS, SUBCONTRACTORS)
def associates(actor: Actor, parts: Parts) -> Found:
    """Contracts hold to the rule, and whoever gets members' data was looked at before."""
    text, found = written(actor, STANDARD), covered_of(actor)
    own = judged(
        f"{counted(found.vendors, 'vendor')} with members' data under contracts as the rule asks.",
        text.lack,
        weak(
            found.unjudged,
            f"{counted(found.unjudged, 'vendor')} with members' data not judged, or not again in"
            " time.",
            "Go through the questionnaire of due diligence with each.",
        ),
        figures=(
            Figure("Vendors that may get members' data", found.vendors),
            Figure("Not judged in time", found.unjudged),
            *text.figures,
        ),
        ledger=text.ledger,
    )
    return of_parts(parts, own)
