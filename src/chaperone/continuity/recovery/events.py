from chaperone.ledger.events import event

SYSTEM_ENTERED = event(
    "continuity.system.entered", "A system was entered in the order of recovery."
)
SYSTEM_CHANGED = event("continuity.system.changed", "What the order says of a system was changed.")
SYSTEM_RETIRED = event(
    "continuity.system.retired", "A system was taken out of the order of recovery."
)
ANALYSIS_SIGNED = event("continuity.analysis.signed", "The criticality analysis was signed.")
CONTACT_ENTERED = event(
    "continuity.contact.entered", "Somebody was entered in the list of whom to call."
)
CONTACT_CHANGED = event(
    "continuity.contact.changed", "An entry of the list of whom to call was changed."
)
CONTACT_RETIRED = event(
    "continuity.contact.retired", "Somebody was taken out of the list of whom to call."
)
LIST_PRINTED = event("continuity.list.printed", "The list of whom to call was taken as a PDF.")
LIST_PUT_AWAY = event(
    "continuity.list.put_away", "A print of the list of whom to call was put away offline."
)
