from chaperone.ledger.events import event

TURN_ANSWERED = event("conversations.turn.answered", "A member's text was answered.")
TURN_HANDED_OVER = event(
    "conversations.turn.handed_over", "A member's text was handed over to a coach."
)
TURN_SILENCED = event(
    "conversations.turn.silenced", "A member's text needed no answer, and got none."
)
TURN_FAILED = event(
    "conversations.turn.failed",
    "A member's text could not be handled by program and was handed over to a coach.",
    "failure",
)
TAKEN_OVER = event("conversations.answerer.taken_over", "A coach took over from the assistant.")
HANDED_BACK = event(
    "conversations.answerer.handed_back", "The assistant answers a conversation again."
)
SWITCHED = event(
    "conversations.answerer.switched",
    "It was switched who answers a conversation: the assistant, drafts, coaches, or nobody.",
)
ASSIGNED = event(
    "conversations.conversation.assigned",
    "A conversation was given to a coach to look after, or back to the care team.",
)
REPLIED = event("conversations.text.written", "A coach wrote to a member.")
DRAFT_APPROVED = event(
    "conversations.draft.approved", "A coach approved what the assistant proposed: it was sent."
)
DRAFT_EDITED = event(
    "conversations.draft.edited", "A coach sent a text of their own instead of what was proposed."
)
DRAFT_DISCARDED = event(
    "conversations.draft.discarded", "A coach discarded what the assistant proposed."
)
TEXTS_PASSED_ON = event(
    "conversations.delivery.attempted", "Texts to members were handed to a carrier."
)
TEXTS_NOT_TAKEN = event(
    "conversations.delivery.failed",
    "A carrier did not take texts to members: a coach was called.",
    "failure",
)
TEXTS_WITHHELD = event(
    "conversations.delivery.withheld",
    "Texts to members were held back at the moment of sending.",
    "refused",
)
TEXTS_HELD = event(
    "conversations.delivery.held",
    "Texts to members were kept: no agreement in force lets them go to the text network.",
    "refused",
)
TEXTS_RELEASED = event(
    "conversations.delivery.released",
    "Texts that were kept for want of an agreement wait to be sent again.",
)
OUTBOX_HELD = event(
    "conversations.outbox.held",
    "After a restore nothing but emergency and crisis texts goes out until somebody has looked.",
)
OUTBOX_LIFTED = event(
    "conversations.outbox.lifted", "Somebody reconciled the outbox after a restore: texts go out."
)
RESTORED_DECIDED = event(
    "conversations.restored.decided",
    "Somebody decided about texts that waited when the backup was made.",
)
TEXT_SETTLED = event(
    "conversations.delivery.settled", "A carrier reported that a text reached a member's phone."
)
TEXT_LOST = event(
    "conversations.delivery.lost",
    "A carrier reported that a text did not reach a member's phone: a coach was called.",
    "failure",
)
