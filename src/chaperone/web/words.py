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
    "held": Word("Kept for now", "withheld", "warning"),
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

VENDORS = {
    "covered": Word("Covered by an agreement", "good", "good"),
    "ending": Word("Covered, and ends soon", "clock", "warning"),
    "missing": Word("No agreement in force", "warning", "danger"),
    "not_needed": Word("Gets no members' data", "circle"),
    "retired": Word("Retired", "circle"),
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

_VOCABULARIES = {
    "author": AUTHORS,
    "delivery": DELIVERY,
    "urgency": URGENCY,
    "answerer": ANSWERERS,
    "request": REQUESTS,
    "destruction": DESTRUCTIONS,
    "agreement": AGREEMENTS,
    "vendor": VENDORS,
    "verdict_of_vendor": VERDICTS_OF_VENDORS,
    "document_of_vendor": DOCUMENTS_OF_VENDORS,
    "verdict": VERDICTS,
    "review": REVIEWS,
    "entry": ENTRIES,
    "policy": POLICIES,
    "policy_due": POLICIES_DUE,
    "claim": CLAIMS,
    "acknowledgement": ACKNOWLEDGEMENTS,
}


def word_for(vocabulary: str, state: str) -> Word:
    """The word for `state`; a state that nobody named yet is shown as it is, never hidden.

    Raises KeyError for a vocabulary that does not exist.
    """
    return _VOCABULARIES[vocabulary].get(state, Word(state.replace("_", " "), "unknown"))
