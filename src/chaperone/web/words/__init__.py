"""What a state is called on a page: a word and an icon, so that colour never carries it alone."""

from chaperone.web.words.care import (
    ANSWERERS,
    AUTHORS,
    DELIVERY,
    DESTRUCTIONS,
    ENTRIES,
    REQUESTS,
    REVIEWS,
    URGENCY,
    VERDICTS,
)
from chaperone.web.words.continuity import BACKUPS, BACKUPS_STAND, VERIFIED
from chaperone.web.words.facilities import (
    BADGES,
    CHECKS,
    COPIES,
    DEVICES,
    DISPOSALS,
    FOUND,
    GUARDS,
    MOVEMENTS,
    SITE_PLANS,
    SITES,
    VISITS,
)
from chaperone.web.words.programme import (
    ACKNOWLEDGEMENTS,
    AGREEMENTS,
    CHECKLISTS,
    CLAIMS,
    DOCUMENTS_OF_VENDORS,
    DUES,
    POLICIES,
    POLICIES_DUE,
    TRAINING,
    VENDORS,
    VERDICTS_OF_VENDORS,
    WORKFORCE,
)
from chaperone.web.words.risks import (
    ASSESSMENTS,
    ASSETS,
    EVALUATIONS,
    EXCEPTIONS,
    FINDINGS,
    FINDINGS_FILES,
    HOLDING,
    LEVELS,
    PROCESSINGS,
    RELEASE_RISKS,
    RELEASES,
    RISKS,
    SEVERITIES,
    SPECIFICATIONS,
)
from chaperone.web.words.word import Word

__all__ = [
    "ANSWERERS",
    "AUTHORS",
    "DELIVERY",
    "REQUESTS",
    "REVIEWS",
    "URGENCY",
    "VERDICTS",
    "Word",
    "word_for",
]

_VOCABULARIES = {
    "due": DUES,
    "author": AUTHORS,
    "delivery": DELIVERY,
    "urgency": URGENCY,
    "answerer": ANSWERERS,
    "backup": BACKUPS,
    "backups_stand": BACKUPS_STAND,
    "verified": VERIFIED,
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
