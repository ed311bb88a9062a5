from chaperone.ledger.events import event

DRILL_PASSED = event(
    "continuity.drill.passed", "A backup was restored on trial, and everything came back."
)
DRILL_FAILED = event(
    "continuity.drill.failed", "A backup was restored on trial, and that failed.", "failure"
)
EXERCISE_FILED = event(
    "continuity.exercise.filed", "An exercise of the contingency plans was filed."
)
STEP_DONE = event("continuity.step.done", "What an exercise asked for was done.")
