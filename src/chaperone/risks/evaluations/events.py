from chaperone.ledger.events import event

EVALUATION_PLANNED = event("risks.evaluation.planned", "An evaluation of safeguards was planned.")
EVALUATION_CHANGED = event("risks.evaluation.changed", "The plan of an evaluation was changed.")
EVALUATION_DONE = event("risks.evaluation.done", "An evaluation of safeguards was done.")
EVALUATION_CANCELLED = event("risks.evaluation.cancelled", "A planned evaluation was called off.")
