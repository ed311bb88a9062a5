"""Notification to individuals (45 CFR 164.404)."""

from collections.abc import Iterable

from chaperone.evidence.asked_once import exposing_incidents
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, weak
from chaperone.evidence.notifying import Ready, shown_by, told_in_time
from chaperone.incidents.assessing.queries.breaches import Breach
from chaperone.incidents.assessing.settings import PROMISE_HOURS, TOLL_FREE
from chaperone.incidents.models import Notice
from chaperone.incidents.queries.deliveries import deliveries_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of

STANDARD = "164.404(a)"
TIME = "164.404(b)"
CONTENT = "164.404(c)"
METHODS = "164.404(d)"
MEDIA_CONTENT = "164.406(c)"
_MANY_UNREACHED = 10
"""45 CFR 164.404(d)(2)(ii): so many whom no letter reaches, and a public notice stands in."""
_ELEMENTS = ("happened_en", "involved_en", "protect_en", "doing_en")
_WRITE = "Write the notice of the case, and have somebody else approve it."


@collects(TIME)
def timeliness(actor: Actor) -> Found:
    """Without unreasonable delay, within 60 days, and within what the organization promised."""
    promised = value_of(PROMISE_HOURS, actor.organization_id)
    found = told_in_time(actor, TIME, "individuals", "individuals_promise", whom="every individual")
    return found._replace(figures=(*found.figures, Figure("We promise", promised, "hours")))


@collects(CONTENT)
def content(actor: Actor) -> Found:
    """What happened, what of them, what they can do, what we do, and whom to ask."""
    return _content(actor, CONTENT, exposing_incidents(actor))


@collects(MEDIA_CONTENT)
def media_content(actor: Actor) -> Found:
    """What the media get says the same."""
    told = [each for each in exposing_incidents(actor) if each.clocks_named(["media"])]
    return _content(actor, MEDIA_CONTENT, told)


@collects(METHODS)
def methods(actor: Actor) -> Found:
    """By first-class mail or as people agreed; by a public notice where letters come back."""
    ready = Ready(actor, METHODS)
    breaches = [each for each in exposing_incidents(actor) if each.is_breach]
    sent = deliveries_of(actor, [each.incident.id for each in breaches])
    unreached = [
        each
        for each in breaches
        if sent.unreached.get(each.incident.id, 0) >= _MANY_UNREACHED and not _is_posted(each)
    ]
    waiting = sum(sent.waiting.values())
    number = bool(value_of(TOLL_FREE, actor.organization_id))
    return judged(
        f"{sent.reached:,} people told, one by one or by a public notice."
        if breaches
        else "No breach so far; how people are told is in force, and was tried in a drill.",
        *ready.lacks,
        missing(
            unreached,
            f"{counted(len(unreached), 'breach', 'breaches')} with ten or more people whom nothing"
            " reached, and no public notice.",
            "Post the notice: its page stands in for letters for 90 days.",
        ),
        weak(
            waiting,
            f"{counted(waiting, 'notice')} not sent yet.",
            "Print the letters, and send the texts.",
        ),
        weak(
            not number,
            "No toll-free number is set, which a public notice must name.",
            "Set the toll-free number under settings; it must answer for 90 days.",
        ),
        figures=(
            Figure("Breaches", len(breaches)),
            Figure("Notices that went out", sent.reached),
            Figure("Not sent yet", waiting),
            Figure("Came back, or did not go out", sum(sent.unreached.values())),
            Figure("Toll-free number", "set" if number else "not set"),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, breaches), *ready.ledger),
    )


@summarizes(STANDARD, TIME, CONTENT, METHODS)
def individuals(actor: Actor, parts: Parts) -> Found:
    """Each individual whose unsecured PHI it was is told."""
    own = told_in_time(actor, STANDARD, "individuals", whom="every individual")
    return of_parts(parts, own)


def _content(actor: Actor, citation: str, found: Iterable[Breach]) -> Found:
    ready = Ready(actor, citation)
    breaches = [each for each in found if each.is_breach]
    told = [each.notice for each in breaches if each.notice]
    wanting = [each for each in told if not _is_whole(each)]
    return judged(
        f"{counted(len(told), 'notice')} approved, each with every element that the rule names."
        if breaches
        else "No breach so far; what a notice must say is in force, and was tried in a drill.",
        *ready.lacks,
        missing(
            wanting,
            f"{counted(len(wanting), 'approved notice')} without an element that the rule names.",
            _WRITE,
        ),
        _unwritten(len(breaches) - len(told)),
        figures=(
            Figure("Breaches", len(breaches)),
            Figure("Approved notices", len(told)),
            Figure("Without an element", len(wanting)),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, breaches), *ready.ledger),
    )


def _unwritten(many: int) -> Lack | None:
    breaches = counted(many, "breach", "breaches")
    return weak(many, f"{breaches} without an approved notice.", _WRITE)


def _is_whole(notice: Notice) -> bool:
    """Whether every element of 164.404(c)(1) is there; (E) asks for a number, and one way more."""
    written = all(getattr(notice, name) is not None for name in _ELEMENTS)
    return bool(written and notice.telephone and (notice.email or notice.website or notice.postal))


def _is_posted(breach: Breach) -> bool:
    return breach.notice is not None and breach.notice.posted_on is not None
