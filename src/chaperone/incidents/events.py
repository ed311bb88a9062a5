from chaperone.ledger.events import event

REPORT_FILED = event("incidents.report.filed", "Somebody reported a concern.")
REPORT_OPENED = event("incidents.report.opened", "The text of a reported concern was read.")
REPORT_ACKNOWLEDGED = event(
    "incidents.report.acknowledged", "A reported concern was taken up, and its reporter told so."
)
REPORT_ESCALATED = event(
    "incidents.report.escalated", "A reported concern was not taken up in time.", "failure"
)
REPORT_MERGED = event("incidents.report.merged", "A reported concern was added to an incident.")
REPORT_CLOSED = event("incidents.report.closed", "A reported concern was closed without incident.")
REPORT_TEXTED = event(
    "incidents.report.texted", "An officer wrote a text to a member who had reported by text."
)
REPORT_TEXT_SETTLED = event(
    "incidents.report.text_settled",
    "An officer's text to a member who had reported went to the outbox, or was not to go.",
)
REPORT_TEXT_FOLLOWED = event(
    "incidents.report.text_followed",
    "What the text network made of an officer's text to a member who had reported was noted.",
)
CASE_OPENED = event("incidents.case.opened", "A security incident was opened.")
CASE_ACKNOWLEDGED = event("incidents.case.acknowledged", "Somebody took an incident in hand.")
CASE_CHANGED = event("incidents.case.changed", "What is known of an incident was changed.")
CASE_ADVANCED = event("incidents.case.advanced", "A stage of an incident was ended.")
CASE_CLOSED = event("incidents.case.closed", "An incident was closed.")
TEAM_CHANGED = event("incidents.team.changed", "The team of an incident was changed.")
NOTE_WRITTEN = event("incidents.note.written", "A note was written into an incident.")
TASK_ADDED = event("incidents.task.added", "A task was added to an incident.")
TASK_ASSIGNED = event("incidents.task.assigned", "A task of an incident was given to somebody.")
TASK_DONE = event("incidents.task.done", "A task of an incident was done, or found not needed.")
CONTAINED = event("incidents.containment.done", "Something was stopped because of an incident.")
CONTAINMENT_EXERCISED = event(
    "incidents.containment.exercised", "Stopping something was exercised; nothing was changed."
)
CONTAINMENT_UNDONE = event(
    "incidents.containment.undone", "What was stopped because of an incident was allowed again."
)
