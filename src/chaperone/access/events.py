from chaperone.ledger.events import event

ACCESS_RECORDED = event("access.record.appended", "Members' data was opened before a witness.")
ACCESS_REFUSED = event(
    "access.request.refused",
    "Somebody asked for what they cannot reach, and saw nothing.",
    "refused",
)
GRANT_GIVEN = event("access.grant.given", "Somebody was given a role in an organization.")
GRANT_ENDED = event("access.grant.ended", "Somebody's role in an organization was ended.")
ACCESS_ENDED = event(
    "access.person.ended", "All of a person's access here was ended: grants, sessions, keys."
)
CLEARANCE_HELD = event(
    "access.clearance.held", "Somebody earned what members' data asks for, or was given time to."
)
CLEARANCE_ENDED = event("access.clearance.ended", "What somebody had earned was taken back.")
CLEARANCE_SHORTENED = event(
    "access.clearance.shortened", "Everybody's clearance was made to end on an earlier day."
)
ASKED = event("access.request.made", "Somebody asked for access.")
ASK_ENDORSED = event(
    "access.request.endorsed",
    "The officer where the person works agreed; the customer decides next.",
)
ASK_APPROVED = event("access.request.approved", "A request for access was approved.")
ASK_DECLINED = event("access.request.declined", "A request for access was refused.")
ASK_WITHDRAWN = event("access.request.withdrawn", "A request for access was withdrawn.")
EMERGENCY_BEGUN = event("access.emergency.begun", "Emergency access began: to be reviewed.")
EMERGENCY_ENDED = event("access.emergency.ended", "Emergency access was ended before its hour.")
EMERGENCY_JUDGED = event("access.emergency.judged", "Emergency access was reviewed.")
REVIEW_BEGUN = event("access.review.begun", "A review of everybody's access began.")
REVIEW_DECIDED = event("access.review.decided", "A reviewer kept or ended somebody's access.")
ROLE_CHANGED = event("access.role.changed", "A role of the organization's own was changed.")
ORGANIZATION_CHOSEN = event(
    "access.organization.chosen", "Somebody turned to another organization that they work in."
)
