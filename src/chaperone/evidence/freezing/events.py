from chaperone.ledger.events import event

COLLECTION_ASKED = event(
    "evidence.collection.asked", "Somebody asked to have every standard computed now."
)
COLLECTED = event("evidence.collection.made", "Every standard was computed.")
DAY_FROZEN = event(
    "evidence.day.frozen", "The day's results of all standards were frozen, bound by a hash."
)
STANDARD_TURNED = event("evidence.standard.turned", "The status of a standard changed.")
