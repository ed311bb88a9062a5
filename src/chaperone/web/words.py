"""What a state is called on a page: a word and an icon, so that colour never carries it alone."""

from typing import NamedTuple


class Word(NamedTuple):
    """A state as people read it. `icon` is an id in `web/icons.svg`; `tone` a colour class."""

    text: str
    icon: str
    tone: str = "quiet"


AUTHORS = {
    "member": Word("Member", "member"),
    "assistant": Word("Assistant", "assistant"),
    "coach": Word("Coach", "coach"),
    "system": Word("Notice", "information"),
}

DELIVERY = {
    "pending": Word("Waiting to be sent", "pending"),
    "sending": Word("Sending", "send"),
    "sent": Word("Sent", "check"),
    "delivered": Word("Delivered", "delivered", "good"),
    "failed": Word("Not delivered", "bad", "danger"),
    "withheld": Word("Held back, not sent", "withheld", "warning"),
    "held": Word("Kept for now", "clock", "warning"),
    "unconfirmed": Word("Sent, not confirmed", "unknown", "warning"),
}

URGENCY = {
    "emergency": Word("Emergency", "emergency", "danger"),
    "crisis": Word("Crisis", "crisis", "danger"),
    "urgent": Word("Urgent", "warning", "warning"),
    "routine": Word("Routine", "circle"),
}

ANSWERERS = {
    "assistant": Word("Assistant answers", "assistant"),
    "coach": Word("Coach answers", "coach"),
    "draft": Word("Assistant drafts", "draft"),
    "paused": Word("Nobody answers for now", "nobody", "warning"),
    "closed": Word("Ended", "closed", "quiet"),
}

REQUESTS = {
    "waiting": Word("Waiting", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Withdrawn", "circle"),
}

COPIES = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
    "over": Word("Its time is over", "clock"),
}

DESTRUCTIONS = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("About to be destroyed", "clock", "warning"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
    "done": Word("Destroyed", "bad", "danger"),
}

AGREEMENTS = {
    "in_force": Word("In force", "good", "good"),
    "coming": Word("Not in force yet", "pending", "warning"),
    "over": Word("Over", "circle"),
    "ended": Word("Ended", "refused"),
    "missing": Word("Missing", "warning", "danger"),
}

VERDICTS = {
    "": Word("To be reviewed", "pending", "warning"),
    "running": Word("Running", "emergency", "danger"),
    "overdue": Word("Review overdue", "warning", "danger"),
    "justified": Word("Justified", "good", "good"),
    "not_justified": Word("Not justified", "bad", "danger"),
}

REVIEWS = {
    "": Word("Undecided", "pending", "warning"),
    "keep": Word("Kept", "good", "good"),
    "end": Word("Ended", "refused"),
    "overdue": Word("Overdue", "warning", "danger"),
}

ENTRIES = {
    "unreviewed": Word("Unreviewed by a clinician", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "due": Word("To be reviewed again", "clock", "warning"),
    "refused": Word("Not to be sent", "refused", "danger"),
}

SEVERITIES = {
    "critical": Word("Critical", "emergency", "danger"),
    "high": Word("High", "bad", "danger"),
    "medium": Word("Medium", "warning", "warning"),
    "low": Word("Low", "circle"),
}

FINDINGS = {
    "open": Word("Open, in time", "pending"),
    "overdue": Word("Overdue", "warning", "danger"),
    "excused": Word("Has more time", "clock", "warning"),
    "gone": Word("Not seen any more", "eye", "warning"),
    "closed": Word("Closed", "check", "good"),
}

FINDINGS_FILES = {
    "waiting": Word("Waits to be looked over", "pending", "warning"),
    "done": Word("Taken in", "check", "good"),
    "discarded": Word("Discarded", "refused"),
}

EXCEPTIONS = {
    "waiting": Word("Waits for a decision", "pending", "warning"),
    "approved": Word("Given", "check", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
}

EVALUATIONS = {
    "planned": Word("Planned", "calendar"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "check", "good"),
    "cancelled": Word("Called off", "refused"),
}

SPECIFICATIONS = {
    "undecided": Word("Nobody has decided", "pending", "warning"),
    "draft": Word("Written, not signed", "draft", "warning"),
    "in_force": Word("Decided and signed", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
}

RELEASES = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("May ship", "good", "good"),
    "refused": Word("Must not ship", "refused", "danger"),
}

RELEASE_RISKS = {
    "high": Word("High", "bad", "danger"),
    "medium": Word("Medium", "warning", "warning"),
    "low": Word("Low", "circle"),
}

PROCESSINGS = {
    "in_use": Word("In use", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
    "assess": Word("Impact assessment missing", "warning", "danger"),
    "retired": Word("Not done any more", "closed"),
}

ASSESSMENTS = {
    "draft": Word("Written, not signed", "draft", "warning"),
    "signed": Word("Signed", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
    "replaced": Word("Replaced by a newer one", "closed"),
}

POLICIES = {
    "draft": Word("Draft", "draft"),
    "review": Word("In review", "pending", "warning"),
    "approved": Word("Approved, not published", "pending", "warning"),
    "discarded": Word("Discarded", "refused"),
    "in_force": Word("In force", "good", "good"),
    "coming": Word("Not in force yet", "clock", "warning"),
    "none": Word("Not published yet", "circle"),
    "over": Word("No longer in force", "circle"),
    "retired": Word("Retired", "closed"),
}

POLICIES_DUE = {
    "overdue": Word("Overdue", "warning", "danger"),
    "soon": Word("Due soon", "clock", "warning"),
}

CLAIMS = {
    "as_written": Word("As written", "good", "good"),
    "drift": Word("Not as written", "bad", "danger"),
    "unknown": Word("Not known to the system", "unknown", "danger"),
}

ACKNOWLEDGEMENTS = {
    "lacking": Word("Missing", "warning", "danger"),
    "due": Word("To do", "clock", "warning"),
    "done": Word("Acknowledged", "good", "good"),
}

CHECKLISTS = {
    "open": Word("To be done", "pending", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "good", "good"),
}

TRAINING = {
    "open": Word("To be taken", "pending", "warning"),
    "begun": Word("Begun", "clock", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "passed": Word("Passed", "good", "good"),
    "failed": Word("Not passed", "bad", "danger"),
}

WORKFORCE = {
    "working": Word("Works here", "good", "good"),
    "left": Word("Left", "closed"),
}

ASSETS = {
    "here": Word("In use", "good", "good"),
    "gone": Word("Not found any more", "warning", "warning"),
    "retired": Word("Retired", "circle"),
}

HOLDING = {
    "yes": Word("Holds ePHI", "lock", "warning"),
    "passes": Word("ePHI passes through", "right"),
    "no": Word("No ePHI", "circle"),
    "unknown": Word("Not known yet", "unknown", "warning"),
}

LEVELS = {
    "": Word("Not judged", "pending", "warning"),
    "1": Word("Very low", "circle"),
    "2": Word("Low", "information"),
    "3": Word("Moderate", "clock", "warning"),
    "4": Word("High", "warning", "danger"),
    "5": Word("Very high", "emergency", "danger"),
}

RISKS = {
    "open": Word("Open", "warning", "warning"),
    "unassessed": Word("Not judged yet", "pending", "warning"),
    "treating": Word("Being treated", "clock"),
    "treatment_overdue": Word("Treatment overdue", "bad", "danger"),
    "treated": Word("Treated, to be judged anew", "check", "good"),
    "accepted": Word("Accepted", "good", "good"),
    "acceptance_ended": Word("Open: acceptance ended", "bad", "danger"),
    "closed": Word("Closed", "closed"),
}

CHECKLISTS = {
    "open": Word("To be done", "pending", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "good", "good"),
}

TRAINING = {
    "open": Word("To be taken", "pending", "warning"),
    "begun": Word("Begun", "clock", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "passed": Word("Passed", "good", "good"),
    "failed": Word("Not passed", "bad", "danger"),
}

WORKFORCE = {
    "working": Word("Works here", "good", "good"),
    "left": Word("Left", "closed"),
}

DUES = {
    "overdue": Word("Overdue", "bad", "danger"),
    "today": Word("Due today", "warning", "warning"),
    "soon": Word("Due within a week", "clock", "warning"),
    "later": Word("Later", "calendar"),
}

VISITS = {
    "inside": Word("In the building", "person"),
    "overnight": Word("Not signed out since yesterday or before", "warning", "danger"),
}

SITES = {
    "planless": Word("No security plan", "warning", "danger"),
    "overdue": Word("Plan overdue for review", "warning", "danger"),
    "soon": Word("Plan to be reviewed soon", "clock", "warning"),
    "reviewed": Word("Plan reviewed", "good", "good"),
    "retired": Word("Not used any more", "circle"),
}

SITE_PLANS = {
    "draft": Word("Not signed yet", "draft", "warning"),
    "in_force": Word("In force", "good", "good"),
    "before": Word("Overtaken", "circle"),
}

BADGES = {
    "known": Word("Somebody's", "good", "good"),
    "unknown": Word("Nobody's: unknown badge", "warning", "danger"),
    "retired": Word("Out of use", "circle"),
}

DEVICES = {
    "in_use": Word("In use", "check"),
    "stored": Word("Stored", "lock"),
    "lost": Word("Lost or stolen", "bad", "danger"),
    "disposed": Word("Disposed of", "circle"),
}

GUARDS = {
    "guarded": Word("Encrypted, firewall on", "shield", "good"),
    "open_disk": Word("Disk not encrypted", "bad", "danger"),
    "no_firewall": Word("Firewall off", "warning", "warning"),
    "unknown": Word("Not known", "unknown", "warning"),
    "none": Word("Not asked of it", "circle"),
}

CHECKS = {
    "checked": Word("Checked", "good", "good"),
    "soon": Word("Due soon", "clock", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "never": Word("Never checked", "warning", "danger"),
    "none": Word("Needs none", "circle"),
}

FOUND = {
    "good": Word("In order", "good", "good"),
    "failed": Word("Not in order", "warning", "danger"),
}

MOVEMENTS = {
    "out": Word("Out", "take-over"),
    "late": Word("Not back in time", "warning", "danger"),
}

DISPOSALS = {"waiting": Word("Waits for somebody else", "pending", "warning")}

VENDORS = {
    "covered": Word("Covered by an agreement", "good", "good"),
    "ending": Word("Covered, and ends soon", "clock", "warning"),
    "missing": Word("No agreement in force", "warning", "danger"),
    "not_needed": Word("Gets no members' data", "circle"),
    "retired": Word("Retired", "closed"),
}

VERDICTS_OF_VENDORS = {
    "good": Word("Good", "good", "good"),
    "enough": Word("Good enough", "check"),
    "poor": Word("Not good enough", "warning", "danger"),
    "none": Word("Not judged yet", "pending", "warning"),
}

DOCUMENTS_OF_VENDORS = {
    "current": Word("Counts", "good", "good"),
    "overdue": Word("Too old", "warning", "danger"),
    "retired": Word("Retired", "circle"),
}

_VOCABULARIES = {
    "due": DUES,
    "author": AUTHORS,
    "delivery": DELIVERY,
    "urgency": URGENCY,
    "answerer": ANSWERERS,
    "request": REQUESTS,
    "copy": COPIES,
    "destruction": DESTRUCTIONS,
    "agreement": AGREEMENTS,
    "verdict": VERDICTS,
    "review": REVIEWS,
    "entry": ENTRIES,
    "checklist": CHECKLISTS,
    "training": TRAINING,
    "workforce": WORKFORCE,
    "severity": SEVERITIES,
    "finding": FINDINGS,
    "findings_file": FINDINGS_FILES,
    "exception": EXCEPTIONS,
    "evaluation": EVALUATIONS,
    "specification": SPECIFICATIONS,
    "release": RELEASES,
    "release_risk": RELEASE_RISKS,
    "processing": PROCESSINGS,
    "assessment": ASSESSMENTS,
    "policy": POLICIES,
    "policy_due": POLICIES_DUE,
    "claim": CLAIMS,
    "acknowledgement": ACKNOWLEDGEMENTS,
    "asset": ASSETS,
    "holding": HOLDING,
    "level": LEVELS,
    "risk": RISKS,
    "visit": VISITS,
    "site": SITES,
    "plan": SITE_PLANS,
    "badge": BADGES,
    "device": DEVICES,
    "guard": GUARDS,
    "check": CHECKS,
    "found": FOUND,
    "movement": MOVEMENTS,
    "disposal": DISPOSALS,
    "vendor": VENDORS,
    "verdict_of_vendor": VERDICTS_OF_VENDORS,
    "document_of_vendor": DOCUMENTS_OF_VENDORS,
}


def word_for(vocabulary: str, state: str) -> Word:
    """The word for `state`; a state that nobody named yet is shown as it is, never hidden.

    Raises KeyError for a vocabulary that does not exist.
    """
    return _VOCABULARIES[vocabulary].get(state, Word(state.replace("_", " "), "unknown"))
