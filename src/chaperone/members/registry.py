"""Who wants to know when a membership ends or is taken up again: filled in ``AppConfig.ready``."""

from collections.abc import Callable

from chaperone.ledger.actors import Actor
from chaperone.members.models import Member

Follower = Callable[[Actor, Member], None]
_followers: list[Follower] = []


def follow_membership_with(follower: Follower) -> None:
    """Has ``follower`` called in the transaction that ends a membership or takes it up again."""
    _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    """What rooms above have registered."""
    return tuple(_followers)
