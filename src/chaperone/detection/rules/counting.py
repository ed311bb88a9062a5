"""Rules that count entries, or for which one is enough. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from chaperone.detection.rules.facts import Act, Found, Subject
from chaperone.detection.rules.rule import Rule

_SUBJECTS = UUID("6f1cf0a4-6a3e-4d53-9f0a-9f8f2c3f8a11")


def count(rule: Rule, acts: Iterable[Act], day: datetime) -> Iterator[Found]:
    """As many as the rule says within its time, in a stretch that ends on the day.

    ``acts``: oldest first, from as long before the day as the rule's time. Once it is so it stays
    so, whatever comes later: the stream and history find the same.
    """
    together: dict[Subject, list[Act]] = defaultdict(list)
    for act in acts:
        if rule.concerns(act.event, act.details) and (subject := _subject(rule, act, day)):
            together[subject].append(act)
    for subject, those in together.items():
        behind = _dense(rule, those, day)
        if behind and _concerned(rule, behind):
            figures = _figures(behind)
            if rule.distinct == "requests":
                figures["requests"] = _worth(rule, behind)
            yield Found(rule.name, subject, _ids(behind), figures)


def happened(rule: Rule, acts: Iterable[Act], day: datetime) -> Iterator[Found]:
    """Each is one too many; those of one person, member and day are one alert."""
    together: dict[Subject, list[Act]] = defaultdict(list)
    for act in acts:
        if act.at >= day and rule.concerns(act.event, act.details):
            member = act.members[0] if len(act.members) == 1 else None
            together[Subject(act.actor_kind, act.actor_id, member, None, day)].append(act)
    for subject, those in together.items():
        if _concerned(rule, those):
            yield Found(rule.name, subject, _ids(those), _figures(those))


def _concerned(rule: Rule, acts: Sequence[Act]) -> bool:
    """Whether anything of it was done in this organization, or it answers for the installation."""
    return rule.alone or not all(act.nobodys for act in acts)


def _dense(rule: Rule, acts: Sequence[Act], day: datetime) -> list[Act]:
    """Those in stretches of the rule's time that hold enough and end on the day."""
    behind: set[int] = set()
    first = 0
    for last, act in enumerate(acts):
        while act.at - acts[first].at > rule.within:
            first += 1
        if act.at >= day and _worth(rule, acts[first : last + 1]) >= rule.at_least:
            behind.update(range(first, last + 1))
    return [acts[index] for index in sorted(behind)]


def _worth(rule: Rule, acts: Sequence[Act]) -> int:
    if not rule.distinct:
        return len(acts)
    if rule.distinct == "member":
        return len({member for act in acts for member in act.members})
    if rule.distinct == "source":
        return len({act.source for act in acts if act.source})
    if rule.distinct == "requests":
        return sum(act.requests for act in acts)
    # Of names that nobody has it is not kept what was typed: each try may be another.
    return len({act.actor_id or act.entry_id for act in acts})


def _subject(rule: Rule, act: Act, day: datetime) -> Subject | None:
    if rule.per == "source" or (rule.per == "whoever" and not act.actor_id):
        return Subject("anonymous", None, None, subject_of(act.source), day) if act.source else None
    if rule.per == "member":
        return Subject(act.actor_kind, None, act.members[0], None, day) if act.members else None
    if rule.per == "organization":
        return Subject(act.actor_kind, None, None, None, day)
    return Subject(act.actor_kind, act.actor_id, None, None, day) if act.actor_id else None


def subject_of(text: str) -> UUID:
    """An id that stands for an address: always the same, and no address."""
    return uuid5(_SUBJECTS, text)


def _ids(acts: Iterable[Act]) -> tuple[UUID, ...]:
    return tuple(act.entry_id for act in acts)


def _figures(acts: Sequence[Act]) -> dict[str, int]:
    return {
        "entries": len(acts),
        "people": len({act.actor_id for act in acts if act.actor_id}),
        "members": len({member for act in acts for member in act.members}),
        "addresses": len({act.source for act in acts if act.source}),
    }
