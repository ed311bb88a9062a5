from chaperone.ledger.events import event

VENDOR_ADDED = event("vendors.vendor.added", "A vendor was entered in the register.")
VENDOR_CHANGED = event("vendors.vendor.changed", "What the register says of a vendor was changed.")
VENDOR_RETIRED = event("vendors.vendor.retired", "A vendor was retired from the register.")
VENDOR_ASSESSED = event(
    "vendors.vendor.assessed", "A vendor was judged by the due-diligence questionnaire."
)
ASSURANCE_ADDED = event(
    "vendors.assurance.added", "A vendor's own document or attestation was put on file."
)
ASSURANCE_RETIRED = event(
    "vendors.assurance.retired", "A vendor's document or attestation does not count any more."
)
AGREEMENT_ADDED = event(
    "vendors.agreement.added", "An agreement with a vendor was entered in the register."
)
AGREEMENT_ENDED = event(
    "vendors.agreement.ended",
    "An agreement with a vendor was ended: no members' data goes there under it any more.",
)
CUSTOMER_AGREEMENT_ADDED = event(
    "vendors.customer_agreement.added",
    "A business associate agreement of a customer with the platform was entered.",
)
CUSTOMER_AGREEMENT_ENDED = event(
    "vendors.customer_agreement.ended",
    "A customer's agreement with the platform was ended: its data does not open for the platform's"
    " people under it any more, and none leaves.",
)
GATE_SHUT = event(
    "vendors.gate.shut",
    "Members' data was kept from leaving for want of an agreement, and is kept from then on.",
    outcome="failure",
)
GATE_OPENED = event(
    "vendors.gate.opened", "An agreement is in force again: what was held may leave."
)
GATE_OVERRIDDEN = event(
    "vendors.gate.overridden",
    "Fixed emergency or crisis texts went out without an agreement (45 CFR 164.512(j)).",
)
