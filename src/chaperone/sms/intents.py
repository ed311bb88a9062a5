"""What a member wants of the texting itself: to end it, to begin it again, to know what it is.

Sources: 47 CFR 64.1200(a)(10): consent may be revoked in any reasonable manner, and a reasonable
person's reading decides; CTIA Messaging Principles and Best Practices, section 5.1 (keywords).
"""

from typing import Literal

from chaperone.sms.normal_form import CLAUSE_END, normal_form
from chaperone.sms.wording import Wording, keyword_alone, wording

Intent = Literal["opt_out", "opt_in", "help", "none"]

_OPT_OUT = wording("opt_out")
_OPT_IN = wording("opt_in")
_HELP = wording("help")
_YES = keyword_alone("opt_in_when_opted_out")


def intent(text: str, *, opted_out: bool = False) -> Intent:
    """Return what `text` asks of the texting itself, in English or Spanish.

    `opted_out` says that its sender has opted out: only then do YES and SI mean opting in again,
    since otherwise they answer a question. Says nothing of urgency: triage reads every text too.
    """
    said = normal_form(text)
    whole = said.replace(f" {CLAUSE_END}", "")
    if _OPT_OUT.whole.fullmatch(whole):
        return "opt_out"
    if _OPT_IN.whole.fullmatch(whole) or (opted_out and _YES.fullmatch(whole)):
        return "opt_in"
    if _HELP.whole.fullmatch(whole):
        return "help"
    return _of_a_sentence(said)


def _of_a_sentence(said: str) -> Intent:
    if _OPT_IN.first.search(said):
        return "opt_in"
    if _has_clause(said, _OPT_OUT) or _asks(said, _OPT_OUT):
        return "opt_out"
    if _asks(said, _OPT_IN):
        return "opt_in"
    return "help" if _asks(said, _HELP) else "none"


def _asks(said: str, wording: Wording) -> bool:
    return bool(wording.within.search(said)) and not wording.unless.search(said)


def _has_clause(said: str, wording: Wording) -> bool:
    clauses = said.split(f" {CLAUSE_END} ")
    return any(wording.clause.fullmatch(clause) for clause in clauses)
