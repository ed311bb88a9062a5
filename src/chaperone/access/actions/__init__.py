"""What other rooms do about access. Each verb has its file."""

from chaperone.access.actions.ending import end_access
from chaperone.access.actions.grants import assign_coach, end_grant, give_grant
from chaperone.access.actions.refusals import record_refusal

__all__ = ["assign_coach", "end_access", "end_grant", "give_grant", "record_refusal"]
