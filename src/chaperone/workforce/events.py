from chaperone.ledger.events import event

PERSON_ADDED = event("workforce.person.added", "Somebody began to work here.")
PERSON_CHANGED = event(
    "workforce.person.changed", "Somebody's position, supervisor or first day was changed."
)
PERSON_LEFT = event("workforce.person.left", "Somebody has left: what is to be done then began.")
OFFICIAL_DESIGNATED = event(
    "workforce.official.designated", "The security or privacy official was designated."
)
AGREEMENT_SIGNED = event(
    "workforce.agreement.signed", "Somebody signed the confidentiality agreement."
)
LINE_CHANGED = event("workforce.line.changed", "A line of a checklist was given to somebody else.")
LINE_DONE = event("workforce.line.done", "A line of a checklist was done.")
CONFIDENTIAL_ADDED = event(
    "workforce.confidential.added", "A confidential record about somebody was made."
)
CONFIDENTIAL_READ = event(
    "workforce.confidential.read", "Confidential records about somebody were read."
)
CONFIDENTIAL_RETIRED = event(
    "workforce.confidential.retired", "A confidential record about somebody was retired."
)
HOME_KEPT = event(
    "workforce.home.kept", "Where somebody lives and their own number were noted, sealed."
)
HOME_REMOVED = event(
    "workforce.home.removed", "Where somebody lives and their own number were taken off the record."
)
