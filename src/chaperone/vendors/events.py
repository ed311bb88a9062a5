from chaperone.ledger.events import event

VENDOR_ADDED = event("vendors.vendor.added", "A vendor was entered in the register.")
AGREEMENT_ADDED = event(
    "vendors.agreement.added", "An agreement with a vendor was entered in the register."
)
AGREEMENT_ENDED = event(
    "vendors.agreement.ended",
    "An agreement with a vendor was ended: no members' data goes there under it any more.",
)
