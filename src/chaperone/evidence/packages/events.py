from chaperone.ledger.events import event

REPORT_MADE = event("evidence.report.made", "A report of all standards was made to take away.")
PACKAGE_ASKED = event("evidence.package.asked", "Somebody asked for a package for an auditor.")
PACKAGE_MADE = event("evidence.package.made", "A package for an auditor was made.")
PACKAGE_FAILED = event(
    "evidence.package.failed", "A package for an auditor could not be made.", "failure"
)
PACKAGE_TAKEN = event("evidence.package.taken", "Somebody took a package for an auditor away.")
