"""How long documentation is kept, who has it, and that it is kept up to date (164.316(b)(2))."""

from django.conf import settings

from chaperone.evidence.asked_once import policies_in_force
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import counted, judged, missing, people, unknown, weak
from chaperone.evidence.ledgered import happened
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.record_events import MONTH_PRUNED
from chaperone.organizations.days import today_of
from chaperone.policies.events import VERSION_ACKNOWLEDGED
from chaperone.policies.queries.acknowledging import acknowledging_of
from chaperone.policies.queries.drift import drifts_of
from chaperone.policies.queries.registering import registered
from chaperone.registers.queries.history import entries_about
from chaperone.retention.classes import DOCUMENTATION, SIX_YEARS
from chaperone.retention.periods.queries import kept_in, waiting_in

LIMIT = "164.316(b)(2)(i)"
AVAILABILITY = "164.316(b)(2)(ii)"
UPDATES = "164.316(b)(2)(iii)"
ADOPT = "Adopt the starter set, make it your own, have it approved and publish it."
_LEDGER_YEARS = 6


@collects(LIMIT)
def time_limit(actor: Actor) -> Found:
    """Documentation is kept for six years from when it was made or was last in effect."""
    text = written(actor, LIMIT)
    kept = [
        each for each in kept_in(actor.organization_id) if each.kind.legal_source == DOCUMENTATION
    ]
    short = [each for each in kept if each.days < SIX_YEARS]
    years = settings.CHAPERONE_LEDGER_YEARS
    return judged(
        f"{counted(len(kept), 'class', 'classes')} of documentation and the ledger are kept for six"
        " years at least.",
        unknown(not kept, "No class of documentation is known here."),
        text.lack,
        missing(
            short,
            f"{counted(len(short), 'class', 'classes')} of documentation kept for less than six"
            " years.",
            "Set the period to six years at least on the page of retention.",
        ),
        missing(
            years < _LEDGER_YEARS,
            f"The ledger is kept for {years} years only.",
            "Have the operator keep it for six years at least.",
        ),
        figures=(
            Figure("Classes of documentation", len(kept)),
            Figure("Shortest period", min((each.days for each in kept), default=None), "days"),
            Figure("The ledger is kept for", years, "years"),
            Figure("Periods that wait for a second person", len(waiting_in(actor.organization_id))),
            *text.figures,
        ),
        ledger=(*happened(actor, MONTH_PRUNED, days=400)[:5], *text.ledger),
    )


@collects(AVAILABILITY)
def availability(actor: Actor) -> Found:
    """Whoever must follow a policy has it: each has acknowledged what is mandatory."""
    reading, found = acknowledging_of(actor), policies_in_force(actor)
    public = sum(each.public for each in found)
    return judged(
        f"All {people(reading.people)} have acknowledged what is mandatory:"
        f" {counted(reading.versions, 'policy', 'policies')}.",
        missing(not reading.versions, "No policy in force must be acknowledged.", ADOPT),
        weak(
            reading.lacking,
            f"{reading.lacking} of {people(reading.people)} have not acknowledged in time what"
            " is mandatory.",
            "Remind them: the page of policies lists who lacks what.",
        ),
        figures=(
            Figure("Policies that everybody must acknowledge", reading.versions),
            Figure("People who must", reading.people),
            Figure("People who have not", reading.lacking),
            Figure("Public policies", public),
        ),
        ledger=happened(actor, VERSION_ACKNOWLEDGED, days=400)[:10],
    )


@collects(UPDATES)
def updates(actor: Actor) -> Found:
    """Policies are reviewed in time, and changed when what they say is not what is done."""
    today = today_of(actor)
    rows = registered(actor, today).filter(state="in_force")
    found, late = rows.count(), rows.filter(due_on__lt=today).count()
    drifting = drifts_of(actor, today)
    return judged(
        f"All {counted(found, 'policy', 'policies')} in force were reviewed in time, and say what"
        " is done.",
        missing(not found, "No policy is in force.", ADOPT),
        weak(
            late,
            f"The review of {counted(late, 'policy', 'policies')} is overdue.",
            "Review each: change it, or record that nothing is to be changed.",
        ),
        weak(
            drifting,
            f"{counted(len(drifting), 'policy', 'policies')} not changed since the system was.",
            "Publish a version that says what is done, or change the setting back.",
        ),
        figures=(
            Figure("Policies in force", found),
            Figure("Reviews overdue", late),
            Figure("Say what the system does not do", len(drifting)),
        ),
        ledger=entries_about(actor, list(rows.values_list("id", flat=True)), most=5),
    )
