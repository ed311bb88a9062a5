from chaperone.ledger.events import event

UNKNOWN_TRIAGED = event(
    "conversations.unknown.triaged",
    "It was found how urgent a text from an unknown number is, and what goes out to it.",
)
UNKNOWN_FAILED = event(
    "conversations.unknown.failed",
    "A text from an unknown number could not be read by program: a person was called.",
    "failure",
)
UNKNOWN_ANSWERED = event(
    "conversations.unknown.attempted", "A fixed text to an unknown number was handed to a carrier."
)
UNKNOWN_DISMISSED = event(
    "conversations.unknown.dismissed", "Texts from an unknown number were said to be nobody's here."
)
UNKNOWN_TAKEN_BACK = event(
    "conversations.unknown.taken_back", "Dismissed texts from an unknown number wait again."
)
UNKNOWN_MOVED = event(
    "conversations.unknown.moved",
    "Texts from an unknown number were said to be a member's, and moved to their thread.",
)
