from chaperone.ledger.events import event

POLICY_ADDED = event("policies.policy.added", "A policy was begun.")
DRAFT_SAVED = event("policies.draft.saved", "A draft of a policy was saved.")
DRAFT_SUBMITTED = event("policies.draft.submitted", "A draft of a policy was sent to review.")
DRAFT_RETURNED = event(
    "policies.draft.returned", "A draft of a policy went back to its author.", "refused"
)
DRAFT_DISCARDED = event("policies.draft.discarded", "A draft of a policy was discarded.")
VERSION_APPROVED = event("policies.version.approved", "A version of a policy was approved.")
VERSION_PUBLISHED = event(
    "policies.version.published", "A version of a policy was published, to take effect on a day."
)
VERSION_ACKNOWLEDGED = event(
    "policies.version.acknowledged", "Somebody acknowledged a version of a policy."
)
POLICY_REVIEWED = event(
    "policies.policy.reviewed", "A policy was reviewed, and nothing had to change."
)
POLICY_RETIRED = event("policies.policy.retired", "A policy was retired.")
