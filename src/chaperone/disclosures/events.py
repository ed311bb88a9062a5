from chaperone.ledger.events import event

ACCOUNT_MADE = event(
    "disclosures.account.made",
    "Somebody made an account of the record to take away: entries, opened, with their proofs.",
)
DEPARTURE_ASKED = event(
    "disclosures.departure.asked", "A customer asked for its members' data back, since it leaves."
)
DEPARTURE_DECLINED = event(
    "disclosures.departure.declined", "A second person did not agree to a customer's departure."
)
DEPARTURE_APPROVED = event(
    "disclosures.departure.approved", "A second person agreed: members' data is packed for return."
)
DEPARTURE_PACKED = event(
    "disclosures.departure.packed", "All that is returned to a customer is packed, to its key."
)
DEPARTURE_FETCHED = event(
    "disclosures.departure.fetched", "Somebody fetched a part of what is returned."
)
DEPARTURE_ARRIVED = event(
    "disclosures.departure.arrived", "A customer says that what was returned arrived and opens."
)
DEPARTURE_AGREED = event(
    "disclosures.departure.agreed", "A second person agreed that the data be destroyed here."
)
DEPARTURE_DONE = event(
    "disclosures.departure.done", "A customer's members' data was destroyed here and certified."
)
