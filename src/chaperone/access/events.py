from chaperone.ledger.events import event

ACCESS_RECORDED = event("access.record.appended", "Members' data was opened before a witness.")
ACCESS_REFUSED = event("access.request.refused", "Somebody asked for what they cannot reach.")
GRANT_GIVEN = event("access.grant.given", "Somebody was given a role in an organization.")
