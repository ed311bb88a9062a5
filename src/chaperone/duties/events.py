from chaperone.ledger.events import event

SHIFT_SET = event("duties.shift.set", "Somebody was put on call for a time.")
SHIFTS_SWAPPED = event("duties.shift.swapped", "Two people swapped their weeks on call.")
AWAY_SET = event("duties.away.set", "Somebody is away for some days, and is not called in them.")
AWAY_WITHDRAWN = event("duties.away.withdrawn", "Somebody is not away after all.")
CONTACT_CHANGED = event(
    "duties.contact.changed", "The number at which somebody is called was set or taken away."
)
FEED_MADE = event(
    "duties.feed.made", "Somebody made a secret link to their calendar; the one before ended."
)
FEED_ENDED = event("duties.feed.ended", "A secret link to somebody's calendar was ended.")
