from chaperone.ledger.events import event

FILE_UPLOADED = event(
    "risks.findings_file.uploaded",
    "A file of vulnerability findings was uploaded, to be looked over.",
)
FILE_IMPORTED = event(
    "risks.findings_file.imported", "A file of vulnerability findings was taken in."
)
FILE_DISCARDED = event(
    "risks.findings_file.discarded", "A file of vulnerability findings was discarded."
)
FINDINGS_REPORTED = event(
    "risks.findings.reported", "A file reported vulnerability findings that were not known."
)
FINDING_REPORTED = event("risks.finding.reported", "A vulnerability finding was entered.")
FINDING_CHANGED = event(
    "risks.finding.changed", "A vulnerability finding was reported again, and differs."
)
FINDING_GONE = event(
    "risks.finding.gone", "A vulnerability finding is not in the newest full scan any more."
)
FINDING_ASSIGNED = event(
    "risks.finding.assigned", "Somebody was named who mends a vulnerability finding."
)
FINDING_CLOSED = event("risks.finding.closed", "A vulnerability finding was closed.")
FINDING_REOPENED = event("risks.finding.reopened", "A vulnerability finding was opened again.")
EXCEPTION_ASKED = event(
    "risks.exception.asked", "More time was asked for to mend a vulnerability finding."
)
EXCEPTION_APPROVED = event(
    "risks.exception.approved", "More time to mend a vulnerability finding was given."
)
EXCEPTION_REFUSED = event(
    "risks.exception.declined", "More time to mend a vulnerability finding was refused."
)
EXCEPTION_WITHDRAWN = event("risks.exception.withdrawn", "A request for more time was taken back.")
