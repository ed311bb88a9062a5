"""Which playbook an incident is worked by."""

from typing import NamedTuple
from uuid import UUID

from chaperone.incidents.kinds import KINDS
from chaperone.incidents.playbooks import KIND, Step, steps_of
from chaperone.ledger.actors import Actor
from chaperone.policies.queries.reading import policies_in_force
from chaperone.policies.queries.versions import version_of
from chaperone.policies.starters import find_starter


class Playbook(NamedTuple):
    """A playbook. ``version_id`` and ``policy_id``: of the organization's own, where it published
    one; else it is the text that came with the product.
    """

    title: str
    steps: list[Step]
    version_id: UUID | None = None
    policy_id: UUID | None = None


def playbook_for(actor: Actor, kind: str) -> Playbook:
    """The organization's published playbook of this kind of incident, known by the name of the
    starter text; without one the starter text itself, so that nobody stands without.
    """
    name = KINDS[kind].playbook
    for each in policies_in_force(actor):
        if each.kind == KIND and each.name == name:
            text = version_of(actor, each.version_id).text
            return Playbook(each.title, steps_of(text), each.version_id, each.policy_id)
    starter = find_starter(name)
    return Playbook(starter.title, steps_of(starter.text))
