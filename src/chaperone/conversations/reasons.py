"""Why texts are handed over to coaches: coded, so that they can be counted (`figures.py`). Nothing
of health.
"""

from enum import StrEnum

from chaperone.assistant.guard.guarding import REASONS as _GUARD


class Reason(StrEnum):
    """Where the guard did not block; those of the guard begin with ``guard:``."""

    COACH = "coach"
    DRAFT = "draft"
    STOPPED = "stopped"
    TRIAGE = "triage"
    LANGUAGE = "language"
    DECLINED = "declined"
    NOT_FOUND = "not_found"
    NO_MODEL = "no_model"
    MODEL_UNSURE = "model_unsure"
    FAILED = "failed"
    NUMBER = "number"


WORDS: dict[str, str] = {
    Reason.COACH: "The assistant did not answer this conversation",
    Reason.DRAFT: "A coach approves what the assistant writes",
    Reason.STOPPED: "The member had said STOP",
    Reason.TRIAGE: "A person must look soon",
    Reason.LANGUAGE: "The library has nothing in this language",
    Reason.DECLINED: "Only a person may answer this",
    Reason.NOT_FOUND: "The library does not hold it",
    Reason.NO_MODEL: "The model could not be asked, and the library does not hold it",
    Reason.MODEL_UNSURE: "The model was not sure",
    Reason.FAILED: "The program could not handle the text",
    Reason.NUMBER: "It came from another number, and a coach said whose it is",
    **{f"guard:{reason}": f"Blocked: {words}" for reason, words in _GUARD.items()},
}
"""Every reason in words."""
