from chaperone.ledger.events import event

RELEASE_RECORDED = event(
    "risks.release.recorded", "A release was assessed, to be approved before it ships."
)
RELEASE_CHANGED = event("risks.release.changed", "The assessment of a release was changed.")
RELEASE_APPROVED = event("risks.release.approved", "A release was approved: it may ship.")
RELEASE_REFUSED = event("risks.release.declined", "A release was refused: it must not ship.")
