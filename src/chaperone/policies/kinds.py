"""What kinds of documents there are: names as they are kept, and words for people."""

from types import MappingProxyType

KINDS = MappingProxyType(
    {
        "policy": "Policy",
        "plan": "Plan",
        "agreement_template": "Agreement template",
        "notice": "Notice",
        "playbook": "Playbook",
        "confidentiality": "Confidentiality agreement",
    }
)
