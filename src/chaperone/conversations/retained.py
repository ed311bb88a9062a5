"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import Class, Rows

# A conversation without a last message stands in no inbox, and its thread is empty.
_NO_LAST_MESSAGE = """
    update conversations_conversation
    set last_message_id = null, last_author = '', version = nextval('conversations_version')
    where last_message_id = any(%(ids)s)
"""
MESSAGES = Class(
    name="conversations.messages",
    label="Messages of members",
    about="What members, assistant and coaches wrote; sealed under each member's key.",
    default_days=3653,
    minimum_days=365,
    legal_source="HIPAA sets no period for records of care; state law does, often five to ten"
    " years after the last contact, longer for minors. Ask your counsel.",
    goes="Texts, what triage found in them, sources of answers, and what became of their delivery.",
    stays="The member, who answered when, and the ledger's entries about who read them.",
    choosable=True,
    found=Rows(
        table="conversations_message",
        aged="retention_instant_of(t.id)",
        member="t.member_id",
        with_them=(
            "delete from conversations_turn where id = any(%(ids)s)",
            "delete from conversations_delivery where id = any(%(ids)s)",
            _NO_LAST_MESSAGE,
        ),
    ),
)
DRAFTS = Class(
    name="conversations.drafts",
    label="Drafts that were decided on",
    about="What the assistant proposed to say and what a coach decided; sealed.",
    default_days=365,
    minimum_days=30,
    legal_source="None: what was sent is kept as a message.",
    goes="Drafts that were sent, changed, discarded or outdated.",
    stays="Open drafts, what was sent, and the ledger's entries about decisions.",
    choosable=True,
    found=Rows(
        table="conversations_draft",
        aged="t.decided_at",
        condition="t.state <> 'open'",
        member="t.member_id",
    ),
)
