from chaperone.ledger.events import event

COPY_ASKED = event("facilities.copy.asked", "Somebody asked to copy or download ePHI.")
COPY_APPROVED = event("facilities.copy.approved", "A copy of ePHI was approved by somebody else.")
COPY_REFUSED = event("facilities.copy.refused", "A copy of ePHI was refused by somebody else.")
COPY_WITHDRAWN = event(
    "facilities.copy.withdrawn", "A request to copy ePHI, or its approval, was taken back."
)
COPY_USED = event("facilities.copy.used", "ePHI left as a file, under an approval.")
