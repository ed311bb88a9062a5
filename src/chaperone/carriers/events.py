from chaperone.ledger.events import event

NUMBER_ASSIGNED = event("carriers.number.assigned", "An organization was given a number.")
TEXT_RECEIVED = event("carriers.text.received", "A member's text message arrived.")
STRANGER_TEXTED = event(
    "carriers.stranger.texted", "A text arrived from a number that belongs to no member."
)
ENVELOPE_REFUSED = event(
    "carriers.envelope.refused",
    "Something that claimed to come from a carrier was not accepted.",
    "refused",
)
SUBSCRIPTION_REQUESTED = event(
    "carriers.subscription.requested", "A pinned topic asked to be confirmed."
)
SUBSCRIPTION_CONFIRMED = event("carriers.subscription.confirmed", "A pinned topic was confirmed.")
SUBSCRIPTION_FAILED = event(
    "carriers.subscription.failed",
    "A pinned topic could not be confirmed: it brings no texts.",
    "failure",
)
SUBSCRIPTION_ENDED = event(
    "carriers.subscription.ended",
    "A pinned topic was unsubscribed: it brings no texts any more.",
)
PHONE_ADDED = event("carriers.phone.added", "The demo got a phone to text with.")
