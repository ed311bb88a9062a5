"""What a member wants of the texting itself: to end it, to begin it again, to know what it is.

Sources: 47 CFR 64.1200(a)(10): consent may be revoked in any reasonable manner, and a reasonable
person's reading decides; CTIA Messaging Principles and Best Practices, section 5.1 (keywords).
"""

from typing import Literal

from chaperone.sms.normal_form import CLAUSE_END, normal_form
from chaperone.sms.wording import Wording, courtesies, keywords, wording

Intent = Literal["opt_out", "opt_in", "help", "none"]

_OPT_OUT_WORDS = keywords("opt_out")
_OPT_IN_WORDS = keywords("opt_in")
_HELP_WORDS = keywords("help")
_YES_WORDS = keywords("opt_in_when_opted_out")
_OPT_OUT = wording("opt_out")
_OPT_IN = wording("opt_in")
_HELP = wording("help")
_COURTESIES = courtesies()


def intent(text: str, *, opted_out: bool = False) -> Intent:
    """Return what `text` asks of the texting itself, in English or Spanish.

    `opted_out` says that its sender has opted out: only then do YES and SI mean opting in again,
    since otherwise they answer a question. Says nothing of urgency: triage reads every text too.
    """
    said = normal_form(text)
    whole = said.replace(f" {CLAUSE_END}", "")
    core = _without_courtesies(whole)
    if _is_keyword(core, whole, _OPT_OUT_WORDS) or _OPT_OUT.whole.fullmatch(core):
        return "opt_out"
    if _is_keyword(core, whole, _OPT_IN_WORDS) or _OPT_IN.whole.fullmatch(core):
        return "opt_in"
    if _is_keyword(core, whole, _HELP_WORDS) or _HELP.whole.fullmatch(core):
        return "help"
    if opted_out and _is_keyword(core, whole, _YES_WORDS):
        return "opt_in"
    return _of_a_sentence(said)


def _of_a_sentence(said: str) -> Intent:
    if _OPT_IN.first.search(said):
        return "opt_in"
    if _has_clause(said, _OPT_OUT) or _asks(said, _OPT_OUT):
        return "opt_out"
    if _asks(said, _OPT_IN):
        return "opt_in"
    return "help" if _asks(said, _HELP) else "none"


def _is_keyword(core: str, whole: str, words: frozenset[str]) -> bool:
    return core in words or whole in words


def _asks(said: str, wording: Wording) -> bool:
    return bool(wording.within.search(said)) and not wording.unless.search(said)


def _has_clause(said: str, wording: Wording) -> bool:
    clauses = said.split(f" {CLAUSE_END} ")
    return any(wording.clause.fullmatch(_without_courtesies(clause)) for clause in clauses)


def _without_courtesies(words: str) -> str:
    match = _COURTESIES.fullmatch(words)
    return match[1] if match else words
