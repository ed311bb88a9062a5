"""What is changed about the rules now."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from chaperone.detection.models import Tuning
from chaperone.detection.rules.rule import Rule, rule_named, rules
from chaperone.detection.tuning.errors import NoSuchRule
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import organization_of

_RECORDS = UUID("7d1f7a52-8a30-4c1e-9a56-0f2f5d9e3c11")


def tunings_of(actor: Actor) -> Mapping[str, Tuning]:
    """What is in force today in the actor's organization, by rule. Two queries.

    A rule that is absent is as it came.
    """
    rows = Tuning.objects.filter(
        organization_id=actor.organization_id, ended_at=None, until__gte=today_of(actor)
    )
    return {row.rule: row for row in rows}


def rules_of(actor: Actor) -> tuple[Rule, ...]:
    """The rules as they hold today in the actor's organization: what the engine goes by.

    What the installation records of no organization is found for the one that runs it; in others it
    counts beside what happened there.
    """
    tuned, alone = tunings_of(actor), organization_of(actor).is_platform
    return tuple(
        replace(each, alone=alone) if each.platform else each
        for each in (_tuned(rule, tuned.get(rule.name)) for rule in rules())
        if each.name not in tuned or not tuned[each.name].off
    )


def _tuned(rule: Rule, tuning: Tuning | None) -> Rule:
    if tuning is None or tuning.at_least is None:
        return rule
    return replace(rule, at_least=tuning.at_least)


def named(rule: str) -> Rule:
    """The rule of this name. Raises ``NoSuchRule``."""
    try:
        return rule_named(rule)
    except KeyError:
        raise NoSuchRule from None


def counts(rule: Rule) -> bool:
    """Whether it finds from a number on, which can be another."""
    return rule.at_least > 1


def record_of(organization_id: UUID, rule: str) -> UUID:
    """Under which id the ledger keeps what became of a rule in an organization."""
    return uuid5(_RECORDS, f"{organization_id}:{rule}")
