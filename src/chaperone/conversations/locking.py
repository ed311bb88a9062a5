"""A conversation is changed only by who holds its row: whatever happens in it has one order."""

from uuid import UUID

from chaperone.conversations.models import Conversation, NextVersion


def lock(*, organization_id: UUID, member_id: UUID) -> Conversation:
    """The member's conversation, held until the transaction ends; made if it is their first."""
    found = held_of(organization_id=organization_id, member_id=member_id)
    if found is None:
        new = Conversation(organization_id=organization_id, member_id=member_id)
        # Two first texts may come at once.
        Conversation.objects.bulk_create([new], ignore_conflicts=True)
        found = held_of(organization_id=organization_id, member_id=member_id)
        assert found is not None
    return found


def held_of(*, organization_id: UUID, member_id: UUID) -> Conversation | None:
    """The same, but None where the member never had a conversation."""
    rows = Conversation.objects.select_for_update().filter(
        organization_id=organization_id, member_id=member_id
    )
    return next(iter(rows), None)


def keep(conversation: Conversation) -> None:
    """Saves a locked conversation under a new version, so that pages that show it ask anew."""
    conversation.version = NextVersion()
    conversation.save(force_update=True)
