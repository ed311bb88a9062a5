"""Access control (45 CFR 164.312(a)), but for encryption."""

from django.db import connection

from chaperone.access.events import EMERGENCY_BEGUN, EMERGENCY_JUDGED
from chaperone.access.queries.emergency_figures import emergencies_standing
from chaperone.access.queries.people import people_who_may
from chaperone.accounts.events import SESSION_TIMED_OUT
from chaperone.accounts.queries import used_in
from chaperone.accounts.settings import IDLE_MINUTES, OPEN_FLOOR_IDLE_MINUTES
from chaperone.database.guards import guarded_tables, logins_above, unguarded_tables
from chaperone.evidence.asked_once import holders_of
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, people, unknown, weak
from chaperone.evidence.ledgered import happened, told
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of

STANDARD = "164.312(a)(1)"
UNIQUE = "164.312(a)(2)(i)"
EMERGENCY = "164.312(a)(2)(ii)"
LOGOFF = "164.312(a)(2)(iii)"
ENCRYPTION = "164.312(a)(2)(iv)"
_LONGEST_IDLE = 15
"""Minutes: what policies of the field promise, and how old guidance of NIST for workstations is."""


@collects(UNIQUE)
def unique_users(actor: Actor) -> Found:
    """Each account is one person's: the database refuses a name twice, and no account is shared."""
    text, used = written(actor, UNIQUE), used_in(actor, holders_of(actor))
    return judged(
        f"{counted(used.accounts, 'account')}, each of one person.",
        unknown(not used.accounts, "Nobody has an account here.", "Invite the first person."),
        text.lack,
        missing(
            used.of_functions,
            f"{counted(used.of_functions, 'account')} signs in with the mailbox of a function,"
            " which more than one person reads.",
            "Invite each person by an address of their own, and end the access of the shared one.",
        ),
        weak(
            used.scattered,
            f"{people(used.scattered)} signed in from more places at once than one person is in.",
            "Ask whether somebody else uses the account; if so, end its sessions and its password.",
        ),
        figures=(
            Figure("Accounts with access", used.accounts),
            Figure("Addresses of functions", used.of_functions),
            Figure("Sessions open", used.sessions),
            Figure("People in too many places at once", used.scattered),
            *text.figures,
        ),
        ledger=text.ledger,
    )


@collects(EMERGENCY)
def emergency_access(actor: Actor) -> Found:
    """There is a way in for emergencies, and whatever was taken was looked over in time."""
    text, taken = written(actor, EMERGENCY), emergencies_standing(actor)
    reviewers = len(people_who_may(actor, "access.review"))
    return judged(
        f"Emergency access was taken {counted(taken.taken, 'time')}, and looked over in time."
        if taken.taken
        else "Emergency access is ready, and was not needed so far.",
        text.lack,
        missing(
            not reviewers,
            "Nobody could look emergency access over.",
            "Give somebody the role of security officer.",
        ),
        missing(
            taken.late,
            f"{counted(taken.late, 'emergency access', 'emergency accesses')} without a verdict,"
            " though it was due.",
            "Look each over: what was opened, and whether there was an emergency.",
        ),
        weak(
            taken.waiting - taken.late,
            f"{counted(taken.waiting - taken.late, 'emergency access', 'emergency accesses')} still"
            " to be looked over.",
            "Look each over: what was opened, and whether there was an emergency.",
        ),
        figures=(
            Figure("Emergency accesses", taken.taken),
            Figure("Without a verdict", taken.waiting),
            Figure("Verdict overdue", taken.late),
            Figure("Judged too late", taken.judged_late),
            Figure("Not justified", taken.unjustified),
            Figure("People who may review", reviewers),
            *text.figures,
        ),
        ledger=(*happened(actor, EMERGENCY_BEGUN, EMERGENCY_JUDGED, days=365)[:10], *text.ledger),
    )


@collects(LOGOFF)
def automatic_logoff(actor: Actor) -> Found:
    """Sessions end without use; after how long is a setting, and that they do is in the ledger."""
    text = written(actor, LOGOFF)
    minutes = value_of(IDLE_MINUTES, actor.organization_id)
    on_floor = value_of(OPEN_FLOOR_IDLE_MINUTES, actor.organization_id)
    ended = happened(actor, SESSION_TIMED_OUT)
    return judged(
        f"People are signed out after {counted(minutes, 'minute')} without use, after"
        f" {min(minutes, on_floor)} on an open floor.",
        text.lack,
        weak(
            minutes > _LONGEST_IDLE,
            f"People stay signed in for {minutes} minutes without use.",
            f"Set it to {_LONGEST_IDLE} minutes or less, or sign why longer is appropriate here.",
        ),
        figures=(
            Figure("Without use until sign-out", minutes, "minutes"),
            Figure("On an open floor", min(minutes, on_floor), "minutes"),
            Figure("Sessions that ended by themselves in 90 days", told(ended)),
            *text.figures,
        ),
        ledger=(*ended[:10], *text.ledger),
    )


@summarizes(STANDARD, UNIQUE, EMERGENCY, LOGOFF, ENCRYPTION)
def access_control(actor: Actor, parts: Parts) -> Found:
    """Only who was granted access has it, and the database itself holds to that."""
    text, holders = written(actor, STANDARD), len(holders_of(actor))
    with connection.cursor() as cursor:
        guarded, open_tables = guarded_tables(cursor), unguarded_tables(cursor)
        above = logins_above(cursor)
    own = judged(
        f"{people(holders)} with grants; row security is forced on all"
        f" {counted(guarded, 'table')} of organizations.",
        text.lack,
        missing(
            open_tables,
            f"Row security is not forced on {counted(len(open_tables), 'table')}.",
            "Run the upgrade again, and ask the operator who changed the database.",
        ),
        missing(
            above,
            f"{counted(len(above), 'login')} of the servers is above row security.",
            "Have the operator take the attribute away: ALTER ROLE … NOSUPERUSER NOBYPASSRLS.",
        ),
        figures=(
            Figure("People with access", holders),
            Figure("Tables under forced row security", guarded),
            Figure("Tables without it", len(open_tables)),
            Figure("Logins above it", len(above)),
            *text.figures,
        ),
        ledger=text.ledger,
    )
    return of_parts(parts, own)
