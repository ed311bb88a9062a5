"""Person or entity authentication (45 CFR 164.312(d))."""

from chaperone.accounts.events import IDENTITY_CHECKED, SIGN_IN_FAILED, SIGN_IN_LOCKED
from chaperone.accounts.queries import without_factor
from chaperone.evidence.asked_once import holders_of
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import judged, missing, people, unknown
from chaperone.evidence.ledgered import happened, told
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor

CITATION = "164.312(d)"


@collects(CITATION)
def authentication(actor: Actor) -> Found:
    """Everybody who can sign in proves who they are with a second factor."""
    text, holders = written(actor, CITATION), holders_of(actor)
    bare = without_factor(holders)
    failed = happened(actor, SIGN_IN_FAILED, days=30)
    locked = happened(actor, SIGN_IN_LOCKED, days=30)
    checked = happened(actor, IDENTITY_CHECKED)
    return judged(
        f"All {people(len(holders))} with access sign in with a second factor.",
        unknown(not holders, "Nobody has access here yet.", "Invite the first person."),
        text.lack,
        missing(
            bare,
            f"{people(len(bare))} of {len(holders)} can sign in with a password alone.",
            "Have them set up an authenticator app or a passkey; the page of staff says who.",
        ),
        figures=(
            Figure("People with access", len(holders)),
            Figure("Without a second factor", len(bare)),
            Figure("Failed sign-ins in 30 days", told(failed)),
            Figure("Accounts closed for wrong tries in 30 days", told(locked)),
            Figure("Identities checked in 90 days", told(checked)),
            *text.figures,
        ),
        ledger=(*checked[:5], *locked[:5], *text.ledger),
    )
