from chaperone.ledger.events import event

ACCOUNT_MADE = event(
    "disclosures.account.made",
    "Somebody made an account of the record to take away: entries, opened, with their proofs.",
)
