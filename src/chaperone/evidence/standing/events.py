from chaperone.ledger.events import event

PLAN_SET = event("evidence.plan.set", "Somebody was named who sees to a standard, and until when.")
SET_ASIDE_ASKED = event(
    "evidence.exception.asked", "One person signed that a standard does not apply."
)
SET_ASIDE_AGREED = event(
    "evidence.exception.agreed",
    "A second person signed that a standard does not apply: from now on it counts as such.",
)
SET_ASIDE_REFUSED = event(
    "evidence.exception.declined", "A second person refused that a standard does not apply."
)
SET_ASIDE_ENDED = event(
    "evidence.exception.ended", "A standard that was signed as not applicable applies again."
)
