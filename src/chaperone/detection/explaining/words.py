"""The reasons of care, by name, in words for people; in the order in which they are asked for."""

from datetime import timedelta

REASONS: dict[str, str] = {
    "emergency": "They had emergency access to this member then.",
    "granted": "Access to this member had been asked for and approved.",
    "assigned": "It was their conversation.",
    "acted": "They had written to the member, taken over or enrolled them in the two weeks before.",
    "covering": "They were on call, and reach this member.",
    "called": "Somebody was called to this member, and they are one who may answer.",
    "waiting": "The member waited for a person, and they are one who may answer.",
    "message": "The member had written in the three days before, and they are one who may answer.",
}
MESSAGE_DAYS = timedelta(days=3)
ACTED_DAYS = 14
# Who was called reads on for a while after somebody has said that they see to it.
AFTERWARDS = timedelta(days=1)
