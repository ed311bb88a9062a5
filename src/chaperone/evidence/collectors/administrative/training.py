"""Security awareness and training, reminders (45 CFR 164.308(a)(5)(i)-(ii)(A))."""

from datetime import timedelta

from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import judged, missing, of_parts, people, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import find_ids
from chaperone.organizations.days import today_of
from chaperone.training.events import NOTE_SENT, PASSED, REMINDED
from chaperone.training.queries.standing import reminded_in, trained_in

TRAINING, REMINDERS = "164.308(a)(5)(i)", "164.308(a)(5)(ii)(A)"
MALWARE, LOG_IN, PASSWORDS = (f"164.308(a)(5)(ii)({letter})" for letter in "BCD")
STOPPED = timedelta(days=30)
"""Notes go out every other week; after a month without one nobody is reminded any more."""
_SHOWN = 6


@summarizes(TRAINING, REMINDERS, MALWARE, LOG_IN, PASSWORDS)
def training(actor: Actor, parts: Parts) -> Found:
    """Everybody who works here is trained now, and its specifications are met."""
    text, found = written(actor, TRAINING), trained_in(actor)
    mend = "See on the page “Training” who is late, and remind them."
    own = judged(
        f"Everybody who works here is trained ({people(found.people)}).",
        text.lack,
        missing(
            not found.courses,
            "There is no course that anybody must take.",
            "Adopt a course of the starter set.",
        ),
        missing(not found.certified, "Nobody who works here has a certificate that counts.", mend),
        weak(found.late, f"{people(found.late)} should have passed a course by now.", mend),
        weak(
            found.people > found.certified,
            f"No course is passed yet by {people(found.people - found.certified)}.",
            mend,
        ),
        figures=(
            Figure("Courses", found.courses),
            Figure("Work here", found.people, "people"),
            Figure("With a certificate that counts", found.certified, "people"),
            Figure("Late with a course", found.late, "people"),
            *text.figures,
        ),
        ledger=(*find_ids(actor, limit=_SHOWN, event=PASSED.name), *text.ledger),
    )
    return of_parts(parts, own)


@collects(REMINDERS)
def reminders(actor: Actor) -> Found:
    """Security notes go out to everybody every other week."""
    text, found, today = written(actor, REMINDERS), reminded_in(actor), today_of(actor)
    trained = trained_in(actor)
    return judged(
        "Everybody gets a security note every other week.",
        text.lack,
        missing(
            found.last_sent_on is None,
            "No security note has gone out yet.",
            "Adopt a course: from then on notes go out by themselves.",
        ),
        missing(
            found.last_sent_on and found.last_sent_on + STOPPED < today,
            "The last security note went out more than a month ago.",
            "See whether the worker runs, and whether a course is in force.",
        ),
        missing(
            found.notes and not trained.courses,
            "No course is in force, so that no security note goes out any more.",
            "Adopt a course: from then on notes go out by themselves.",
        ),
        figures=(
            Figure("Notes sent", found.notes),
            Figure("Last sent", found.last_sent_on.isoformat() if found.last_sent_on else None),
            Figure("Have read it", found.read, "people"),
            *text.figures,
        ),
        ledger=(
            *find_ids(actor, limit=_SHOWN, events=[NOTE_SENT.name, REMINDED.name]),
            *text.ledger,
        ),
    )
