"""Texts to members, pages to people, notices, and what the assistant may do."""

from datetime import timedelta

from chaperone.assistant.guard.guarding import LEAST_SUPPORTED
from chaperone.assistant.guard.guarding import SEGMENTS as LONGEST_ANSWER
from chaperone.assistant.providers.settings import MODEL
from chaperone.assistant.settings import UNREVIEWED
from chaperone.conversations.actions.settle import ATTEMPTS
from chaperone.conversations.defaults import ANSWERS
from chaperone.conversations.paging.settings import PAGE_MINUTES, URGENT_MINUTES
from chaperone.conversations.paging.tokens import HOURS
from chaperone.conversations.queries.questions import THREAD, THREAD_LASTS
from chaperone.conversations.texts.checking import SEGMENTS
from chaperone.conversations.texts.defaults import KINDS
from chaperone.jobs.steady import SECONDS
from chaperone.ledger.actors import Actor
from chaperone.notices.kinds import kinds
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting
from chaperone.policies.registry import Enforcement
from chaperone.vendors.queries import agreement_for
from chaperone.web.enforcement.database import refused_by
from chaperone.web.enforcement.wording import chosen, counted, lasting, listed

_SETTINGS, _TEXTS = "administration:settings", "fixed_texts:texts"
_STRANGER = "nobody.invalid"
"""A host with which nobody can have an agreement (RFC 2606)."""


def _minutes(setting: Setting, actor: Actor) -> str:
    return lasting(timedelta(minutes=value_of(setting, actor.organization_id)))


def _notices(_actor: Actor) -> str:
    fixed = all(not set("{}%") & set(kind.subject + kind.sentence) for kind in kinds())
    return "fixed sentences without members' data" if fixed else "sentences with places"


def _sends(actor: Actor) -> str:
    unreviewed = value_of(UNREVIEWED, actor.organization_id)
    return "unreviewed answers, too" if unreviewed else "approved answers only"


def _leaves(actor: Actor) -> str:
    """Asks the gate itself about a host with which nobody has an agreement."""
    found = agreement_for(actor, host=_STRANGER, elements=["messages"])
    return "without an agreement" if found else "only under an agreement in force"


CLAIMS = (
    Enforcement(
        "texts.answered_by",
        "Who answers where nobody chose otherwise",
        lambda actor: chosen(ANSWERS, actor),
        _SETTINGS,
    ),
    Enforcement(
        "texts.emergency_says",
        "What the fixed text for emergencies must say",
        lambda _actor: listed(KINDS["emergency"].must_say),
        _TEXTS,
    ),
    Enforcement(
        "texts.crisis_says",
        "What the fixed text for crises must say",
        lambda _actor: ", ".join(KINDS["crisis"].must_say),
        _TEXTS,
    ),
    Enforcement(
        "texts.four_eyes",
        "Approving a fixed text of one's own",
        refused_by("conversations_fixedtext_decided_by_another"),
        _TEXTS,
    ),
    Enforcement(
        "texts.fixed_length",
        "How long a fixed text may be",
        lambda _actor: counted(SEGMENTS, "segment"),
        _TEXTS,
    ),
    Enforcement(
        "texts.longest_answer",
        "How long an answer of the assistant may be",
        lambda _actor: counted(LONGEST_ANSWER, "segment"),
        _SETTINGS,
    ),
    Enforcement(
        "texts.tried",
        "How often a text is tried that the carrier does not take",
        lambda _actor: counted(ATTEMPTS, "time"),
        "today:today",
    ),
    Enforcement(
        "texts.looked_for",
        "How often urgent texts are looked for though the schedule stands still",
        lambda _actor: f"every {lasting(timedelta(seconds=SECONDS))}",
        "today:today",
    ),
    Enforcement(
        "pages.escalate",
        "When a page about an emergency or crisis goes on to others",
        lambda actor: _minutes(PAGE_MINUTES, actor),
        _SETTINGS,
    ),
    Enforcement(
        "pages.escalate_urgent",
        "When a page about an urgent text goes on to others",
        lambda actor: _minutes(URGENT_MINUTES, actor),
        _SETTINGS,
    ),
    Enforcement(
        "pages.link_works",
        "How long the link in a page works",
        lambda _actor: lasting(timedelta(hours=HOURS)),
        "on_call:rota",
    ),
    Enforcement("notices.say", "What notices to people say", _notices, "on_call:rota"),
    Enforcement(
        "vendors.members_data_leaves",
        "When members' data leaves for a vendor",
        _leaves,
        "vendors:register",
    ),
    Enforcement(
        "assistant.words_by",
        "Who words the assistant's replies",
        lambda actor: chosen(MODEL, actor),
        _SETTINGS,
    ),
    Enforcement("assistant.sends", "Which answers the assistant sends", _sends, _SETTINGS),
    Enforcement(
        "assistant.texts_at_most",
        "How many earlier texts a model gets",
        lambda _actor: counted(THREAD, "text"),
        _SETTINGS,
    ),
    Enforcement(
        "assistant.texts_of_last",
        "How old the texts are at most that a model gets",
        lambda _actor: lasting(THREAD_LASTS),
        _SETTINGS,
    ),
    Enforcement(
        "assistant.carried_by_entries",
        "How much of a model's words its entries must carry",
        lambda _actor: f"{LEAST_SUPPORTED:.0%}",
        _SETTINGS,
    ),
)
