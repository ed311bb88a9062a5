"""The media, the Secretary, and the covered entity of a business associate (164.406-412)."""

from chaperone.evidence.asked_once import exposing_incidents
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.collectors.breach.individuals import MEDIA_CONTENT
from chaperone.evidence.judging import counted, judged, missing, of_parts, weak
from chaperone.evidence.notifying import Ready, shown_by, told_in_time
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor

MEDIA = "164.406(a)"
MEDIA_TIME = "164.406(b)"
SECRETARY = "164.408(a)"
MANY = "164.408(b)"
FEW = "164.408(c)"
CUSTOMER = "164.410(a)"
CUSTOMER_TIME = "164.410(b)"
CUSTOMER_CONTENT = "164.410(c)"
DELAY = "164.412"
_CONTRACT = "164.314(a)(2)(i)"
_LONGEST_DELAY_DAYS = 30


@collects(MEDIA_TIME)
def media_in_time(actor: Actor) -> Found:
    """Within 60 days, where more than 500 residents of one state are concerned."""
    return told_in_time(actor, MEDIA_TIME, "media", whom="the media")


@summarizes(MEDIA, MEDIA_TIME, MEDIA_CONTENT)
def media(actor: Actor, parts: Parts) -> Found:
    """Prominent media of a state are told where more than 500 of its residents are concerned."""
    return of_parts(parts, told_in_time(actor, MEDIA, "media", whom="the media"))


@collects(MANY)
def secretary_at_once(actor: Actor) -> Found:
    """With the individuals, where 500 or more are concerned."""
    return told_in_time(actor, MANY, "secretary", whom="the Secretary at once")


@collects(FEW)
def secretary_yearly(actor: Actor) -> Found:
    """From a log, within 60 days after the year, where fewer than 500 are concerned."""
    return told_in_time(actor, FEW, "annual_log", whom="the Secretary from the yearly log")


@summarizes(SECRETARY, MANY, FEW)
def secretary(actor: Actor, parts: Parts) -> Found:
    """The Secretary of HHS is told of every breach."""
    own = told_in_time(actor, SECRETARY, "secretary", "annual_log", whom="the Secretary")
    return of_parts(parts, own)


@collects(CUSTOMER_TIME)
def customer_in_time(actor: Actor) -> Found:
    """Within 60 days, and within what was promised, where data is handled for another."""
    return told_in_time(
        actor, CUSTOMER_TIME, "customer", "customer_promise", whom="the covered entity"
    )


@collects(CUSTOMER_CONTENT)
def customer_content(actor: Actor) -> Found:
    """Whom it concerns, and what they must be told, is handed over."""
    return told_in_time(
        actor, CUSTOMER_CONTENT, "customer", whom="the covered entity whom it concerns"
    )


@summarizes(CUSTOMER, CUSTOMER_TIME, CUSTOMER_CONTENT)
def customer(actor: Actor, parts: Parts) -> Found:
    """A business associate tells the covered entity; its contracts say so."""
    contract = written(actor, _CONTRACT)
    own = told_in_time(actor, CUSTOMER, "customer", whom="the covered entity", own=(contract.lack,))
    return of_parts(parts, own)


@collects(DELAY)
def law_enforcement(actor: Actor) -> Found:
    """Notices wait only where an official said so, and no longer than was said."""
    ready = Ready(actor, DELAY)
    breaches = exposing_incidents(actor)
    delays = [delay for each in breaches for delay in each.delays]
    long = [
        each
        for each in delays
        if each.form == each.Form.ORAL and (each.until - each.stated_on).days > _LONGEST_DELAY_DAYS
    ]
    ended = [
        clock
        for each in breaches
        for clock in each.clocks
        if clock.running.paused_until and clock.state == "late"
    ]
    return judged(
        f"{counted(len(delays), 'delay')} that an official asked for, documented as it was stated."
        if delays
        else "No official asked for a delay so far; what is done then is in force.",
        *ready.lacks,
        missing(
            long,
            f"{counted(len(long), 'delay')} stated orally and kept for longer than 30 days.",
            "Have the official state it in writing, or tell people now.",
        ),
        weak(
            ended,
            f"{counted(len(ended), 'deadline')} not met though its delay is over.",
            "Send the notices now.",
        ),
        figures=(
            Figure("Delays", len(delays)),
            Figure("Over, and not told", len(ended)),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, [each for each in breaches if each.delays]), *ready.ledger),
    )
