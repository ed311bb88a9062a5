from chaperone.ledger.events import event

RULE_TUNED = event(
    "detection.rule.tuned", "A rule that finds suspicious activity was changed for a time."
)
RULE_RESTORED = event(
    "detection.rule.restored", "A change of a rule was ended: it finds again what it found before."
)
