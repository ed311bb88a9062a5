from chaperone.ledger.events import event

REPORT_MERGED = event("incidents.report.merged", "A reported concern was added to an incident.")
CASE_OPENED = event("incidents.case.opened", "A security incident was opened.")
