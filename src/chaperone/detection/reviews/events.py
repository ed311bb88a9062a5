from chaperone.ledger.events import event

REVIEW_DRAWN = event(
    "detection.review.drawn", "The week's activity was put together for its review."
)
ACCESS_JUDGED = event("detection.review.judged", "A reviewer judged an access of the sample.")
REVIEW_SIGNED = event("detection.review.signed", "A reviewer signed off the week's activity.")
