from chaperone.ledger.events import event

REQUESTS_SEARCHED = event("requestlog.requests.searched", "Somebody searched the request log.")
